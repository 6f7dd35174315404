//! How the page looks: by day, by night, on a phone and on paper.

pub(super) const STYLE: &str = "\
:root { --ink: #1b1f24; --soft: #5b6570; --line: #d8dde3; --page: #ffffff; --card: #f6f8fa; --elsewhere: #9a5b00; --undecided: #1f5f99; --stay: #2a6f3c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #98a3ae; --line: #343b43; --page: #14181c; --card: #1b2026; --elsewhere: #e0a456; --undecided: #6aa6d8; --stay: #7cc28e; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
code { font-size: .9em; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem 1rem; }
.tiles dt, small, footer, .soft { color: var(--soft); font-size: .85rem; }
.tiles dd { margin: 0; font-size: 1.4rem; font-weight: 600; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--soft); border-radius: .5rem; background: var(--card); padding: .75rem 1rem; margin: .75rem 0; }
article p { margin: .4rem 0; overflow-wrap: anywhere; }
article.elsewhere { border-left-color: var(--elsewhere); }
article.undecided { border-left-color: var(--undecided); }
article.stay { border-left-color: var(--stay); }
.verdict { font-weight: 600; }
.elsewhere .verdict b { color: var(--elsewhere); }
.undecided .verdict b { color: var(--undecided); }
.stay .verdict b { color: var(--stay); }
summary { cursor: pointer; color: var(--soft); }
dl.axes { display: grid; grid-template-columns: 6rem 1fr; gap: .35rem .75rem; margin: .6rem 0; }
dl.axes dt { color: var(--soft); }
dl.axes dd { margin: 0; overflow-wrap: anywhere; }
dl.axes small { display: block; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.here th, tr.here td { font-weight: 600; }
footer { margin-top: 2.5rem; }
@media (max-width: 34rem) { dl.axes { grid-template-columns: 1fr; gap: .1rem; } dl.axes dd { margin-bottom: .4rem; } }
@media print { article { break-inside: avoid; background: none; } main { max-width: none; padding: 0; } }
";
