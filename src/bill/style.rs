//! How the page looks: by day, by night, on a phone and on paper.

pub(super) const STYLE: &str = "\
:root { --ink: #1b1f24; --soft: #5b6570; --line: #d8dde3; --page: #ffffff; --fixed: #2c5f8a; --usage: #d98a29; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #98a3ae; --line: #343b43; --page: #14181c; --fixed: #6aa6d8; --usage: #e0a456; }
}
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.sentence { font-size: 1.1rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.tiles div { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
.tiles dt, .tiles span, .key, footer { color: var(--soft); font-size: .85rem; }
.tiles dd { margin: 0; }
.tiles b { display: block; font-size: 1.4rem; }
.bars { list-style: none; margin: 0; padding: 0; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; margin: .6rem 0; }
.bars b { font-weight: 600; font-variant-numeric: tabular-nums; }
.bars em { color: var(--soft); font-weight: 400; }
.bars div { grid-column: 1 / -1; display: flex; height: .6rem; background: var(--line); border-radius: .3rem; overflow: hidden; }
i.fixed, i.usage { display: inline-block; height: .6rem; print-color-adjust: exact; }
i.fixed { background: var(--fixed); }
i.usage { background: var(--usage); }
.key i { width: .6rem; border-radius: .15rem; margin-left: .5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; padding-left: 0; font-weight: 400; white-space: normal; overflow-wrap: anywhere; min-width: 12rem; }
thead th { color: var(--soft); font-weight: 400; }
code { font-size: .9em; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; }
@media print {
  :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --page: #ffffff; --fixed: #2c5f8a; --usage: #d98a29; }
  main { max-width: none; padding: 0; }
  tr, .bars li, .tiles div { break-inside: avoid; }
  thead { display: table-header-group; }
}
";
