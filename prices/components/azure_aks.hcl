priced "azurerm_kubernetes_cluster" {
  service = "AKS"
  sources = ["https://azure.microsoft.com/pricing/details/kubernetes-service/"]

  let {
    tier    = lower(default(self.sku_tier, "Free"))
    tiers   = { "free" = "free_tier", "standard" = "standard_tier", "paid" = "standard_tier", "premium" = "premium_tier_lts" }
    pool    = self.default_node_pool[0]
    scaling = default(let.pool.auto_scaling_enabled, let.pool.enable_auto_scaling) == true
    start   = default(let.pool.node_count, 1)
    least   = let.scaling ? let.pool.min_count : let.start
    most    = let.scaling ? let.pool.max_count : let.start
  }

  usage "nodes" {
    unit    = "nodes"
    title   = "nodes of the default pool"
    low     = let.least
    typical = max(let.least, min(let.most, let.start))
    high    = let.most
  }

  component "cluster" {
    sku      = "azure/aks/${lookup(let.tiers, let.tier, let.tier)}"
    unit     = "cluster-hours"
    quantity = month.hours
  }
  component "nodes" {
    sku      = "azure/vm/${let.pool.vm_size}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "more_nodes" {
    sku      = "azure/vm/${let.pool.vm_size}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = max(0, usage.nodes - let.least) * month.hours
    note     = "what autoscaling adds"
  }
  component "os_disks" {
    sku      = "azure/managed_disks/Premium_LRS"
    unit     = "disk-months"
    when     = default(let.pool.os_disk_type, "Managed") == "Managed"
    quantity = let.least
  }
}

priced "azurerm_kubernetes_cluster_node_pool" {
  service = "AKS"
  sources = ["https://azure.microsoft.com/pricing/details/virtual-machines/linux/"]

  let {
    scaling = default(self.auto_scaling_enabled, self.enable_auto_scaling) == true
    start   = default(self.node_count, 1)
    least   = let.scaling ? self.min_count : let.start
    most    = let.scaling ? self.max_count : let.start
    kind    = self.priority == "Spot" ? "vm_spot" : default(self.os_type, "Linux") == "Windows" ? "vm_windows" : "vm"
  }

  usage "nodes" {
    unit    = "nodes"
    title   = "nodes of the pool"
    low     = let.least
    typical = max(let.least, min(let.most, let.start))
    high    = let.most
  }

  component "nodes" {
    sku      = "azure/${let.kind}/${self.vm_size}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "more_nodes" {
    sku      = "azure/${let.kind}/${self.vm_size}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = max(0, usage.nodes - let.least) * month.hours
    note     = "what autoscaling adds"
  }
  component "os_disks" {
    sku      = "azure/managed_disks/Premium_LRS"
    unit     = "disk-months"
    when     = default(self.os_disk_type, "Managed") == "Managed"
    quantity = let.least
  }
}
