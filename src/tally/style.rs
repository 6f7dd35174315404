//! How the page looks, beside what all pages have in common.

pub(super) const STYLE: &str = "\
.bar { display: flex; height: 1.6rem; background: var(--line); border-radius: .4rem; overflow: hidden; }
.bar.small { height: .7rem; width: 8rem; border-radius: .2rem; }
.bar i { display: block; height: 100%; }
i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
i.attributable { background: var(--good); }
i.unattributable { background: var(--bad); }
i.unknown { background: var(--open); }
i.untaggable { background: var(--never); }
.tiles dt i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin-right: .4rem; }
svg { display: block; margin-bottom: .5rem; width: 100%; height: auto; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
svg rect { fill: var(--good); stroke: var(--page); stroke-width: 2; }
svg rect.unattributable { fill: var(--bad); }
svg rect.unknown { fill: var(--open); }
svg rect.untaggable { fill: var(--never); }
svg text { fill: #ffffff; font: 15px system-ui, sans-serif; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: 400; vertical-align: top; }
th:first-child { text-align: left; padding-left: 0; white-space: normal; overflow-wrap: anywhere; min-width: 7rem; }
td.words { text-align: left; white-space: normal; }
thead th { color: var(--soft); }
small { display: block; }
@media print {
  svg { break-inside: avoid; }
}
";
