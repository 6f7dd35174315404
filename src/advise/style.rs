//! How the page looks, beside what all pages have in common.

pub(super) const STYLE: &str = "\
:root { --elsewhere: #9a5b00; --undecided: #1f5f99; --stay: #2a6f3c; }
@media (prefers-color-scheme: dark) {
  :root { --elsewhere: #e0a456; --undecided: #6aa6d8; --stay: #7cc28e; }
}
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1rem 0; }
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
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.here th, tr.here td { font-weight: 600; }
@media (max-width: 34rem) { dl.axes { grid-template-columns: 1fr; gap: .1rem; } dl.axes dd { margin-bottom: .4rem; } }
@media print { article { background: none; } }
";
