rule "fly-always-on" {
  title     = "Fly machine that runs while nobody asks it"
  severity  = "note"
  concern   = "cost"
  strict    = true
  resources = ["fly_machine"]

  # Blocks named `service` are those of providers that know `autostop`; older ones write `services` and cannot say it.
  # What is not HTTP may be a database or a game, and what has a schedule stops by itself.
  let {
    services = [for it in flatten([self.service]) : it if it != null]
    handlers = flatten([for it in flatten(let.services[*].port) : it.handlers if it != null])
    chosen   = [for it in let.services : it if it.autostop != null || it.min_machines_running != null]
  }

  when = (
    length(let.services) > 0 && length(let.chosen) == 0 && contains(let.handlers, "http") &&
    unset(self.schedule, "") && self.skip_launch != true && self.auto_destroy != true &&
    unset(self.desired_status, "", "started")
  )
  at      = "service"
  message = "`${title()}` never stops, because `autostop` is off unless somebody turns it on"
  label   = "billed for each second of the month"

  why = <<-EOT
    A Fly machine is billed by the second while it runs, and costs its disk only while it is stopped. `fly launch`
    writes settings that stop a web machine when no request comes and start it with the next one, in well under a second
    for most; a machine that is made by the API, as Terraform does, gets none of them and runs through every night. For
    an application with two machines, one for production and one for tests, that is nearly half of the bill.

    Ignore this rule for a machine that is asked all day, that keeps connections open, or that works by itself between
    requests. `autostop = false` passes.
  EOT

  help = "set `autostop = true` and `autostart = true` in each `service`, with `min_machines_running = 1` for production"

  sources = [
    "https://fly.io/docs/launch/autostop-autostart/",
    "https://fly.io/docs/reference/fly-proxy-autostop-autostart/",
    "https://fly.io/docs/about/pricing/",
  ]
}
