priced "fly_machine" {
  service = "Fly Machines"
  sources = ["https://fly.io/docs/about/pricing/"]

  let {
    kind   = default(self.cputype, "shared") == "performance" ? "performance" : "shared-cpu"
    mb     = default(self.memorymb, 256)
    memory = let.mb >= 1024 ? "${let.mb / 1024}gb" : "${let.mb}mb"
  }

  component "machine" {
    sku      = "fly/machines/${let.kind}-${default(self.cpus, 1)}x.${let.memory}"
    unit     = "months"
    region   = self.region
    quantity = 1
    note     = "as if it ran all month; a stopped machine pays for its disk only"
  }
}

priced "fly_volume" {
  service = "Fly Volumes"
  sources = ["https://fly.io/docs/about/pricing/"]

  component "storage" {
    sku      = "fly/volumes/storage"
    unit     = "GB-months"
    region   = "global"
    quantity = self.size
  }
}

free "fly_app" {
  billed_in = "fly_machine"
}
