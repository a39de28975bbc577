package struct ServiceLevelDefinition: Hashable, Sendable { package init() {} }
package struct CalendarDefinition: Hashable, Sendable { package init() {} }
