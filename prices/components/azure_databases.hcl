priced "azurerm_postgresql_flexible_server" {
  service = "PostgreSQL"
  sources = ["https://azure.microsoft.com/pricing/details/postgresql/flexible-server/"]

  let {
    size   = replace(self.sku_name, "/^(B|GP|MO)_Standard_/", "")
    copies = unset(self.high_availability[0]) ? 1 : 2
  }

  usage "additional_backup_storage_gb" {
    unit  = "GB"
    title = "backups beyond the size of the server"
  }

  component "server" {
    sku      = "azure/postgres_flexible/${let.size}"
    unit     = "hours"
    quantity = let.copies * month.hours
    note     = let.copies == 2 ? "the standby costs as much as the server" : null
  }
  component "storage" {
    sku      = "azure/postgres_flexible/storage"
    unit     = "GB-months"
    quantity = let.copies * default(self.storage_mb, 32768) / 1024
  }
  component "backups" {
    sku      = "azure/postgres_flexible/backups"
    unit     = "GB-months"
    quantity = usage.additional_backup_storage_gb
  }
}

priced "azurerm_mysql_flexible_server" {
  service = "MySQL"
  sources = ["https://azure.microsoft.com/pricing/details/mysql/flexible-server/"]

  let {
    size   = replace(self.sku_name, "/^(B|GP|MO)_Standard_/", "")
    copies = unset(self.high_availability[0]) ? 1 : 2
  }

  usage "additional_backup_storage_gb" {
    unit  = "GB"
    title = "backups beyond the size of the server"
  }

  component "server" {
    sku      = "azure/mysql_flexible/${let.size}"
    unit     = "hours"
    quantity = let.copies * month.hours
    note     = let.copies == 2 ? "the standby costs as much as the server" : null
  }
  component "storage" {
    sku      = "azure/mysql_flexible/storage"
    unit     = "GB-months"
    quantity = let.copies * default(self.storage[0].size_gb, 20)
  }
  component "backups" {
    sku      = "azure/mysql_flexible/backups"
    unit     = "GB-months"
    quantity = usage.additional_backup_storage_gb
  }
}

free "azurerm_postgresql_flexible_server_*" {}
free "azurerm_mysql_flexible_server_*" {}
free "azurerm_mysql_flexible_database" {}
