//! How the page looks, beside what all pages have in common.

pub(super) const STYLE: &str = "\
.tiles span, .key { color: var(--soft); font-size: .85rem; }
.bars { list-style: none; margin: 0; padding: 0; }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; margin: .6rem 0; }
.bars b { font-weight: 600; font-variant-numeric: tabular-nums; }
.bars em { color: var(--soft); font-weight: 400; }
.bars div { grid-column: 1 / -1; display: flex; height: .6rem; background: var(--line); border-radius: .3rem; overflow: hidden; }
i.fixed, i.usage { display: inline-block; height: .6rem; print-color-adjust: exact; }
i.fixed { background: var(--fixed); }
i.usage { background: var(--usage); }
.key i { width: .6rem; border-radius: .15rem; margin-left: .5rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child { text-align: left; padding-left: 0; font-weight: 400; white-space: normal; overflow-wrap: anywhere; min-width: 12rem; }
thead th { color: var(--soft); font-weight: 400; }
@media print {
  .bars li { break-inside: avoid; }
}
";
