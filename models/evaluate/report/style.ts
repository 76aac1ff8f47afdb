// The look of a report: one column on a phone, two on a desk, light or dark as the reader's system is.

export const STYLE = `
:root { color-scheme: light dark; --ink:#1b2330; --dim:#596477; --paper:#fbfaf7; --card:#fff; --line:#dcdfe5; --accent:#1f6f8b; --warm:#c2571a;
  --s0:#0072b2; --s1:#b35900; --s2:#007a5a; --s3:#b0407f; --s4:#6b4fbb; --s5:#8a6d00; --s6:#c0392b; --s7:#4a5568; }
@media (prefers-color-scheme: dark) { :root { --ink:#e8ebf0; --dim:#a3adbd; --paper:#12161d; --card:#1a2029; --line:#323b49; --accent:#5db7d4; --warm:#f0935a;
  --s0:#5ab4f0; --s1:#f0a04b; --s2:#3fc79a; --s3:#ee8cc0; --s4:#b09cf5; --s5:#e0c341; --s6:#f48a7d; --s7:#b4becd; } }
* { box-sizing: border-box; }
body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.5 system-ui, sans-serif; }
main { max-width:64rem; margin:0 auto; padding:1rem; }
h1 { font-size:1.5rem; line-height:1.2; margin:1rem 0 .25rem; } h2 { font-size:1.15rem; margin:2.25rem 0 .5rem; }
p { max-width:44rem; } .dim { color:var(--dim); } code { overflow-wrap:anywhere; font-size:.9em; }
.tiles { display:grid; grid-template-columns:repeat(auto-fit, minmax(9.5rem, 1fr)); gap:.6rem; padding:0; margin:1rem 0; list-style:none; }
.tiles li { background:var(--card); border:1px solid var(--line); border-radius:.5rem; padding:.6rem .75rem; }
.tiles strong { display:block; font-size:1.45rem; font-variant-numeric:tabular-nums; } .tiles span { color:var(--dim); font-size:.85rem; }
.scroll { overflow-x:auto; } table { border-collapse:collapse; font-variant-numeric:tabular-nums; font-size:.92rem; width:100%; }
th, td { padding:.3rem .55rem; text-align:right; border-bottom:1px solid var(--line); white-space:nowrap; } th[scope=row], th:first-child { text-align:left; } th { font-weight:600; }
td.file { text-align:left; white-space:normal; overflow-wrap:anywhere; }
.bar { display:inline-block; min-width:7rem; padding:0 .25rem; background:linear-gradient(90deg, color-mix(in srgb, var(--accent) 32%, transparent) var(--share), transparent var(--share)); }
.cell { display:block; padding:.1rem .3rem; border-radius:.2rem; background:color-mix(in srgb, var(--accent) var(--share), transparent); }
.pair { display:grid; grid-template-columns:repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap:1rem; } .pair h2 { margin-top:1rem; }
figure { margin:0; } svg { width:100%; height:auto; display:block; } svg text { fill:var(--dim); font-size:11px; }
.grid { stroke:var(--line); fill:none; } .diagonal { stroke:var(--dim); stroke-dasharray:3 4; fill:none; } .line { fill:none; stroke-width:2; } .column { fill:var(--accent); }
.mark { fill:var(--warm); stroke:var(--card); stroke-width:2; } .lost { fill:var(--warm); } .gained { fill:var(--accent); }
.s0 { stroke:var(--s0); } .s1 { stroke:var(--s1); stroke-dasharray:7 3; } .s2 { stroke:var(--s2); stroke-dasharray:2 3; } .s3 { stroke:var(--s3); stroke-dasharray:9 3 2 3; }
.s4 { stroke:var(--s4); } .s5 { stroke:var(--s5); stroke-dasharray:7 3; } .s6 { stroke:var(--s6); stroke-dasharray:2 3; } .s7 { stroke:var(--s7); stroke-dasharray:9 3 2 3; }
.legend { display:flex; flex-wrap:wrap; gap:.25rem 1rem; font-size:.85rem; } .legend svg { width:28px; display:inline-block; margin-right:.4rem; vertical-align:middle; }
.heats { display:grid; grid-template-columns:repeat(auto-fill, minmax(7.5rem, 1fr)); gap:.75rem; } .heat svg { background:var(--card); border:1px solid var(--line); border-radius:.3rem; } .heat figcaption { font-size:.85rem; color:var(--dim); }
`;
