//! How the page looks: by day, by night, on a phone and on paper.

pub(super) const STYLE: &str = "\
:root { --ink: #1b1f24; --soft: #5b6570; --line: #d8dde3; --page: #ffffff; --good: #2f7d4f; --bad: #b8402f; --open: #c98a1b; --never: #8a939c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #98a3ae; --line: #343b43; --page: #14181c; --good: #4f9e70; --bad: #d0604e; --open: #c9983f; --never: #6b747d; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
.sentence { font-size: 1.1rem; }
.soft, footer, small { color: var(--soft); font-size: .85rem; }
.bar { display: flex; height: 1.6rem; background: var(--line); border-radius: .4rem; overflow: hidden; }
.bar.small { height: .7rem; width: 8rem; border-radius: .2rem; }
.bar i { display: block; height: 100%; }
i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
i.attributable { background: var(--good); }
i.unattributable { background: var(--bad); }
i.unknown { background: var(--open); }
i.untaggable { background: var(--never); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; }
.tiles dt i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin-right: .4rem; }
.tiles dd { margin: 0; }
.tiles b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
svg { display: block; margin-bottom: .5rem; width: 100%; height: auto; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
svg rect { fill: var(--good); stroke: var(--page); stroke-width: 2; }
svg rect.unattributable { fill: var(--bad); }
svg rect.unknown { fill: var(--open); }
svg rect.untaggable { fill: var(--never); }
svg text { fill: #ffffff; font: 15px system-ui, sans-serif; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 400; vertical-align: top; }
th:first-child { text-align: left; padding-left: 0; white-space: normal; overflow-wrap: anywhere; min-width: 7rem; }
td.words { text-align: left; white-space: normal; }
thead th { color: var(--soft); }
code { font-size: .9em; overflow-wrap: anywhere; }
small { display: block; }
footer { margin-top: 2.5rem; }
@media print {
  :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --page: #ffffff; --good: #2f7d4f; --bad: #b8402f; --open: #c98a1b; --never: #8a939c; }
  main { max-width: none; padding: 0; }
  tr, .tiles div, svg { break-inside: avoid; }
  thead { display: table-header-group; }
}
";
