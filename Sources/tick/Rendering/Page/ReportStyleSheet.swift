extension Markup {
    /// The looks of a report: one accent, a second colour, greys; both modes of light, and paper.
    ///
    /// Contrast of text is at least 4.5 to 1, of what charts draw 3 to 1 (WCAG 2.2 § 1.4.3, § 1.4.11).
    static let reportStyleSheet = verbatim(
        """
        :root{color-scheme:light dark;--ground:#fff;--ink:#1d1d1b;--soft:#5d5c57;--line:#dddbd5;--faint:#f3f2ee;
        --accent:#2b5fae;--second:#b3541e;--accent-soft:#dfe8f5}
        @media (prefers-color-scheme:dark){:root{--ground:#171716;--ink:#ecebe6;--soft:#a7a59d;--line:#3a3936;
        --faint:#22211f;--accent:#7ba9ee;--second:#e39a6b;--accent-soft:#24364f}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",
        "Noto Sans",sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
        main{max-width:1120px;margin:0 auto;padding:32px 24px 48px}
        header{margin-bottom:28px}
        h1{font-size:30px;line-height:1.15;margin:2px 0 6px;font-weight:650;letter-spacing:-.01em}
        h2{font-size:18px;line-height:1.3;margin:0 0 8px;font-weight:650}
        h3{font-size:14px;line-height:1.3;margin:0 0 8px;font-weight:600}
        p{margin:0}
        .soft,caption,figcaption p{color:var(--soft)}
        .desk{font-size:14px;color:var(--soft)}
        .lead{color:var(--soft);margin:0 0 14px;max-width:66ch;font-size:14px}
        code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        body{overflow-wrap:anywhere}
        section{margin-top:40px;padding-top:20px;border-top:1px solid var(--line)}
        .tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:20px 24px;margin:0;padding:18px 0 0;
        border-top:1px solid var(--line)}
        .tiles div{min-width:0}
        .tiles dt{font-size:13px;color:var(--soft)}
        .tiles dd{margin:0;font-size:13px;color:var(--soft)}
        .tiles .value{font-size:26px;line-height:1.25;font-weight:600;color:var(--ink);letter-spacing:-.01em}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:36px 48px}
        .three{display:grid;grid-template-columns:repeat(3,1fr);gap:28px 40px}
        .pair>*,.three>*{min-width:0}
        section.pair>*{margin-top:0;padding-top:0;border:0}
        figure{margin:0}
        .stack figure+figure{margin-top:26px}
        svg{display:block;width:100%;overflow:visible}
        svg text{font-size:12px;fill:var(--soft)}
        svg .strong{fill:var(--ink);font-weight:600}
        .accent{fill:var(--accent)}.second{fill:var(--second)}.area{fill:var(--accent-soft)}.rest{fill:var(--line)}
        .mark{fill:var(--ink)}.empty{fill:var(--faint)}
        .grid{stroke:var(--line);stroke-width:1}
        .curve{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}
        .hatch line{stroke:var(--second);stroke-width:3}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        caption{text-align:left;font-size:13px;padding-bottom:6px}
        th,td{text-align:right;padding:5px 0 5px 18px;border-bottom:1px solid var(--line);vertical-align:middle;
        white-space:nowrap}
        th:first-child,td:first-child{text-align:left;padding-left:0}
        thead th{font-weight:500;font-size:13px;color:var(--soft);vertical-align:bottom}
        tbody th{font-weight:500;white-space:normal;overflow-wrap:anywhere;min-width:116px}
        .three tbody th{min-width:0}.three th,.three td{padding-left:8px;font-size:13px}
        tbody tr:last-child>*{border-bottom:0}
        .bar{width:26%;min-width:64px}
        th.bar,td.bar{text-align:left}
        td.bar svg{height:10px}
        .beside{display:flex;align-items:center;gap:10px}
        .beside svg{flex:1 1 0;width:0;min-width:0}
        .beside span{flex:0 0 auto;min-width:2.6em;text-align:right}
        .wide span{min-width:5em}
        .nothing{color:var(--soft);font-weight:400}
        .over{color:var(--second);font-weight:600}
        .legend{list-style:none;margin:10px 0 0;padding:0;display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
        .legend svg{display:inline-block;width:11px;height:11px;margin-right:7px;vertical-align:-1px}
        .heat{display:grid;grid-template-columns:34px minmax(0,1fr)}
        .heat ol{list-style:none;margin:0;padding:0;font-size:12px;color:var(--soft);line-height:18px}
        details{margin-top:10px;font-size:14px}
        summary{cursor:pointer;color:var(--soft);font-size:13px}
        summary:hover{color:var(--ink)}
        details table{margin-top:8px}
        footer{margin-top:44px;padding-top:16px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
        @media (max-width:1000px){.tiles{grid-template-columns:repeat(3,1fr)}}
        @media (max-width:760px){main{padding:20px 16px 36px}h1{font-size:25px}
        .pair,.three{grid-template-columns:minmax(0,1fr)}.tiles{grid-template-columns:1fr 1fr}
        section{margin-top:30px}th,td{padding-left:10px;font-size:13px}.bar{width:22%;min-width:44px}
        .beside{gap:6px}.beside span{min-width:2.2em}.wide span{min-width:3.9em}tbody th{min-width:94px}.minor{display:none}}
        @media print{body{font-size:12px}section{break-inside:avoid}details{display:none}}
        """)
}
