//! How the page looks, beside what all pages have in common.

pub(super) const STYLE: &str = "\
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; }
a { color: var(--link); }
section { scroll-margin-top: 1rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
article h3 { margin: 0; }
p, li, dd, dt, summary { overflow-wrap: anywhere; }
ul, ol { padding-left: 1.25rem; }
.key i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin: 0 .3rem 0 .8rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
i.fixed { background: var(--fixed); }
i.usage { background: var(--usage); }
.bars { list-style: none; margin: .5rem 0; padding: 0; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; margin: .6rem 0; break-inside: avoid; }
.bars b { font-weight: 600; text-align: right; font-variant-numeric: tabular-nums; }
.bars .more { font-weight: 400; }
.bars svg { grid-column: 1 / -1; }
svg.bar { display: block; width: 100%; height: .7rem; border-radius: .3rem; background: var(--line); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
svg.thick { height: 1.6rem; margin: .5rem 0; }
svg .fixed, svg .note { fill: var(--fixed); }
svg .usage, svg .warning { fill: var(--usage); }
svg .attributable { fill: var(--good); }
svg .unattributable, svg .error { fill: var(--bad); }
svg .unknown { fill: var(--open); }
svg .untaggable { fill: var(--never); }
.parts { display: grid; grid-template-columns: auto 1fr; gap: .25rem .75rem; margin: .5rem 0; }
.parts dd { margin: 0; }
.parts svg { width: .8rem; height: .8rem; border-radius: .15rem; vertical-align: baseline; }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { color: var(--soft); }
th[scope=row] { overflow-wrap: anywhere; min-width: 9rem; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--soft); border-radius: .5rem; background: var(--card); padding: .75rem 1rem; margin: .75rem 0; }
article.error { border-left-color: var(--bad); }
article.warning { border-left-color: var(--usage); }
article.note { border-left-color: var(--fixed); }
article p { margin: .4rem 0; }
.dollars { font-weight: 600; }
article ol { margin: .5rem 0; }
article ol > li { margin: .6rem 0; }
pre { overflow-x: auto; margin: .4rem 0; padding: .5rem .6rem; border: 1px solid var(--line); border-radius: .3rem; font-size: .8rem; line-height: 1.4; }
pre mark { background: none; color: inherit; text-decoration: underline; text-decoration-color: var(--bad); text-decoration-thickness: .15em; text-underline-offset: .2em; }
pre i { color: var(--soft); font-style: normal; }
.gaps li { margin: .6rem 0; }
.gaps p { margin: .15rem 0; }
summary { color: var(--soft); }
.steps { display: grid; grid-template-columns: minmax(10rem, auto) 1fr; gap: .35rem 1rem; }
.steps dd { margin: 0; }
@media (max-width: 36rem) {
  .bars .more { display: block; }
  .steps { grid-template-columns: 1fr; }
  .steps dd { margin-bottom: .4rem; }
  table.stack thead { display: none; }
  table.stack tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  table.stack th, table.stack td { display: block; border: 0; padding: 0; text-align: left; }
  table.stack td::before { content: attr(data-head) \": \"; color: var(--soft); }
  table.stack td:empty { display: none; }
}
@media print {
  article { break-inside: auto; }
  article ol > li, pre, .gaps li { break-inside: avoid; }
  nav { display: none; }
  pre { white-space: pre-wrap; overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  a { text-decoration: none; }
  #cost, #findings { break-before: page; }
}
";
