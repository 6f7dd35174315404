priced "azurerm_linux_virtual_machine" {
  service = "Virtual Machines"
  sources = ["https://azure.microsoft.com/pricing/details/virtual-machines/linux/"]

  let {
    spot = self.priority == "Spot"
  }

  component "instance" {
    sku      = let.spot ? "azure/vm_spot/${self.size}" : "azure/vm/${self.size}"
    unit     = "hours"
    quantity = month.hours
  }
  component "os_disk" {
    sku      = "azure/managed_disks/${self.os_disk[0].storage_account_type}"
    unit     = "disk-months"
    when     = unset(self.os_disk[0].diff_disk_settings[0])
    quantity = 1
  }
}

priced "azurerm_windows_virtual_machine" {
  service = "Virtual Machines"
  sources = ["https://azure.microsoft.com/pricing/details/virtual-machines/windows/"]

  let {
    own  = contains(["Windows_Client", "Windows_Server"], default(self.license_type, "None"))
    spot = self.priority == "Spot"
  }

  component "instance" {
    sku      = let.spot ? "azure/vm_spot/${self.size}" : let.own ? "azure/vm/${self.size}" : "azure/vm_windows/${self.size}"
    unit     = "hours"
    quantity = month.hours
    note     = let.own ? "with a Windows license brought along" : null
  }
  component "os_disk" {
    sku      = "azure/managed_disks/${self.os_disk[0].storage_account_type}"
    unit     = "disk-months"
    when     = unset(self.os_disk[0].diff_disk_settings[0])
    quantity = 1
  }
}

priced "azurerm_linux_virtual_machine_scale_set" {
  service = "Virtual Machines"
  sources = ["https://azure.microsoft.com/pricing/details/virtual-machines/linux/"]

  let {
    spot     = self.priority == "Spot"
    capacity = referrers("azurerm_monitor_autoscale_setting")[0].profile[0].capacity[0]
    start    = default(self.instances, 0)
    least    = unset(let.capacity) ? let.start : let.capacity.minimum
    most     = unset(let.capacity) ? let.start : let.capacity.maximum
  }

  usage "instances" {
    unit    = "instances"
    title   = "machines of the scale set"
    low     = let.least
    typical = default(let.capacity.default, let.least)
    high    = let.most
  }

  component "instances" {
    sku      = let.spot ? "azure/vm_spot/${self.sku}" : "azure/vm/${self.sku}"
    unit     = "hours"
    quantity = let.least * month.hours
  }
  component "more_instances" {
    sku      = let.spot ? "azure/vm_spot/${self.sku}" : "azure/vm/${self.sku}"
    unit     = "hours"
    when     = let.most > let.least
    quantity = max(0, usage.instances - let.least) * month.hours
    note     = "what autoscaling adds"
  }
  component "os_disks" {
    sku      = "azure/managed_disks/${self.os_disk[0].storage_account_type}"
    unit     = "disk-months"
    when     = unset(self.os_disk[0].diff_disk_settings[0])
    quantity = let.least
  }
}

free "azurerm_monitor_autoscale_setting" {}
free "azurerm_availability_set" {}
free "azurerm_proximity_placement_group" {}
free "azurerm_network_interface" {}
free "azurerm_network_interface_*" {}
free "azurerm_virtual_machine_data_disk_attachment" {}
