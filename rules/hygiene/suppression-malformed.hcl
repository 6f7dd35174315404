rule "suppression-malformed" {
  title    = "Suppression that suppresses nothing"
  severity = "warning"
  concern  = "hygiene"
  detector = "malformed-suppressions"

  case {
    when    = found.kind == "brackets"
    message = "`${found.written}` does not say in brackets which rules it is about"
    help    = "write `skint:ignore[rule-a, rule-b] why`; `[*]` is about all rules"
  }
  case {
    when    = found.kind == "rule"
    message = "there is no rule `${found.written}`"
    help    = "${coalesce(found.choices, "-")}; `skint rules` lists them"
  }
  case {
    when    = found.kind == "own"
    message = "no comment speaks for `${found.written}`"
    help    = "write rule \"${found.written}\" { enabled = false } into `.skint.hcl`"
  }
  case {
    when    = found.kind == "day"
    message = "`${found.written}` is no day"
    help    = "write the last day on which it holds: until=2027-01-31"
  }
  case {
    when    = found.kind == "reason"
    message = "nobody says why `${found.written}` is ignored"
    help    = "write the reason behind the brackets: the settings ask for one"
  }
  case {
    when    = found.kind == "alone"
    message = "the suppression of `${found.written}` is about nothing"
    help    = "put it right above what it is about, behind it on its line, or into its block; for a whole file at its top, with an empty line below"
  }

  why = <<-EOT
    Somebody meant to say that something may stay as it is, and the tool did not understand it: what it was about is
    reported, or will be. A suppression with a slip of the keyboard must not look like one that works.

    There is no good reason to leave it as it is.
  EOT

  help = "write `skint:ignore[rule] why`"

  sources = [
    "https://docs.astral.sh/ruff/rules/invalid-rule-code/",
  ]
}
