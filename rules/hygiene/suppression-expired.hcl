rule "suppression-expired" {
  title    = "Suppression whose last day has passed"
  severity = "warning"
  concern  = "hygiene"
  detector = "expired-suppressions"
  message  = "`${found.rules}` was to be ignored until ${found.until}, and that day has passed"

  why = <<-EOT
    Whoever wrote a last day wanted to look again on it. From the day after it the suppression holds no more: what it was
    about is reported as everything else, and this says why it came back.

    Ignore it where the day is kept for the record: remove the suppression then, and leave the words in a plain comment.
  EOT

  help = "mend what it is about and remove it, or give it a new day"

  sources = [
    "https://trivy.dev/latest/docs/configuration/filtering/",
  ]
}
