priced "google_redis_instance" {
  service = "Memorystore"
  sources = ["https://cloud.google.com/memorystore/docs/redis/pricing"]

  let {
    gb   = self.memory_size_gb
    size = let.gb <= 4 ? "M1" : let.gb <= 10 ? "M2" : let.gb <= 35 ? "M3" : let.gb <= 100 ? "M4" : "M5"
    tier = default(self.tier, "BASIC") == "BASIC" ? "basic" : self.read_replicas_mode == "READ_REPLICAS_ENABLED" ? "standard_replicas" : "standard"
  }

  component "memory" {
    sku      = "google/memorystore_redis/${let.tier}.${let.size}"
    unit     = "GB-hours"
    quantity = let.gb * month.hours
  }
}
