#include "CMustache.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <kainjow/mustache.hpp>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using kainjow::mustache::data;

/// Asks the caller for each variable by its whole name; there are no lists, so that nothing else is ever pushed that has names.
class Variables : public kainjow::mustache::basic_context<std::string> {
public:
    Variables(CMustacheLookup lookup, void *context) : lookup(lookup), context(context) {}

    void push(const data *item) override { items.push_back(item); }
    void pop() override { items.pop_back(); }

    const data *get(const std::string &name) const override {
        if (name == ".") return items.empty() ? nullptr : items.back();
        auto known = values.find(name);
        if (known != values.end()) return &known->second;
        const char *found = lookup(name.c_str(), context);
        // A section over an empty text is not rendered.
        data value = found && *found ? data{std::string(found)} : data{data::type::bool_false};
        return &values.emplace(name, std::move(value)).first->second;
    }

    const data *get_partial(const std::string &name) const override { return get("> " + name); }

private:
    CMustacheLookup lookup;
    void *context;
    std::vector<const data *> items;
    mutable std::map<std::string, data> values;
};

/// Takes what is rendered, up to a limit.
struct Limited {
    std::string &text;
    size_t limit;

    Limited &operator<<(const std::string &part) {
        text += part;
        if (text.size() > limit) throw std::length_error("the text becomes too long");
        return *this;
    }
};

char *copy(const std::string &text) {
    char *result = static_cast<char *>(std::malloc(text.size() + 1));
    if (result) std::memcpy(result, text.c_str(), text.size() + 1);
    return result;
}

}  // namespace

char *cmustache_render(
    const char *source, size_t length, size_t limit, CMustacheLookup lookup, void *context, char **problem) {
    *problem = nullptr;
    try {
        kainjow::mustache::mustache mustache{std::string(source, length)};
        mustache.set_custom_escape([](const std::string &text) { return text; });
        Variables variables{lookup, context};
        std::string text;
        if (mustache.is_valid()) {
            Limited stream{text, limit};
            mustache.render(variables, stream);
        }
        if (mustache.is_valid()) return copy(text);
        *problem = copy(mustache.error_message());
    } catch (const std::exception &error) {
        *problem = copy(error.what());
    }
    return nullptr;
}

void cmustache_free(char *text) { std::free(text); }
