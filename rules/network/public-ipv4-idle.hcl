rule "public-ipv4-idle" {
  title     = "Public address that nothing uses"
  concern   = "cost"
  severity  = "note"
  resources = ["aws_eip"]

  let {
    tags = self.tags == null ? {} : self.tags
    said = lower(
      join(" ", concat([self.label], [for value in values(let.tags) : value if known(value) && value != null]))
    )
    # Others have it in their firewalls, and somebody says so.
    kept = known(let.said) && length(regexall("retain|reserv|keep|kept|legacy|allow|white|spare|hold", let.said)) > 0
  }

  # An address that leaves by an output, or that a template or a record names, is used elsewhere.
  when = (
    unset(self.instance, "") &&
    unset(self.network_interface, "") &&
    (unset(self.public_ipv4_pool, "", "amazon")) &&
    unset(self.customer_owned_ipv4_pool, "") &&
    !let.kept &&
    length([for it in named() : it if it.type != "aws_cloudwatch_metric_alarm"]) == 0
  )
  at      = "domain"
  message = "nothing uses the public address `${title()}`"
  label   = "neither an instance nor an interface, and nobody names it"

  help = "remove `${self.address}`, or associate it with what it is for"

  impact {
    kind    = "wastes"
    monthly = monthly_fixed()
    assumes = "addresses are billed in use and idle alike"
  }

  why = <<-EOT
    Since February 2024 every public IPv4 address costs $0.005 an hour, $3.65 a month, attached or not. One that nothing
    uses is the rest of something that went away.

    Ignore this rule for an address that is kept because others have it in their firewalls, or that something outside of
    Terraform takes.
  EOT

  sources = [
    "https://aws.amazon.com/vpc/pricing/",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  ]
}
