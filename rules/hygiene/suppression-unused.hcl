rule "suppression-unused" {
  title    = "Suppression of something that is not there"
  severity = "note"
  concern  = "hygiene"
  detector = "unused-suppressions"
  message  = "`${found.rules}` has nothing to say here"

  fix {
    edits = found.edits
    title = found.all ? "remove the comment" : "take `${found.rules}` out of the comment"
  }

  why = <<-EOT
    A suppression that is left behind when its reason is gone waits for the next mistake in the same place, and hides it
    under the words of the old one. It also tells readers of a problem that nobody has.

    It is told only of rules that were asked in the same run, with all that they may say, and that could decide. Ignore it
    where other values of variables need the comment or the block of settings: check with `--var-file` then.
  EOT

  help = "remove it, or put it where what it is about stands"

  sources = [
    "https://docs.astral.sh/ruff/rules/unused-noqa/",
  ]
}
