priced "cloudflare_workers_script" "cloudflare_worker_script" {
  service = "Workers"
  sources = ["https://developers.cloudflare.com/workers/platform/pricing/"]

  usage "monthly_requests" {
    unit  = "requests"
    title = "requests"
    flow  = "requests"
  }
  usage "cpu_ms_per_request" {
    unit    = "ms"
    title   = "processor time of a request, without waiting"
    low     = 1
    typical = 5
    high    = 30
  }

  component "requests" {
    sku      = "cloudflare/workers/requests"
    unit     = "requests"
    region   = "global"
    quantity = usage.monthly_requests
    note     = "the account's plan of $5 a month has 10 million in it"
  }
  component "cpu" {
    sku      = "cloudflare/workers/cpu"
    unit     = "CPU-ms"
    region   = "global"
    quantity = usage.monthly_requests * usage.cpu_ms_per_request
    note     = "the account's plan has 30 million in it"
  }
}

priced "cloudflare_r2_bucket" {
  service = "R2"
  sources = ["https://developers.cloudflare.com/r2/pricing/"]

  let {
    class = self.storage_class == "InfrequentAccess" ? "infrequent_access." : ""
  }

  usage "storage_gb" {
    unit  = "GB"
    title = "data kept"
  }
  usage "monthly_class_a_operations" {
    unit  = "operations"
    title = "writes and listings"
  }
  usage "monthly_class_b_operations" {
    unit  = "operations"
    title = "reads"
  }

  component "storage" {
    sku      = "cloudflare/r2/${let.class}storage"
    unit     = "GB-months"
    region   = "global"
    quantity = usage.storage_gb
    note     = "sending data out costs nothing"
  }
  component "class_a_operations" {
    sku      = "cloudflare/r2/${let.class}class_a"
    unit     = "operations"
    region   = "global"
    quantity = usage.monthly_class_a_operations
    note     = "the first million a month of an account is free"
  }
  component "class_b_operations" {
    sku      = "cloudflare/r2/${let.class}class_b"
    unit     = "operations"
    region   = "global"
    quantity = usage.monthly_class_b_operations
    note     = "the first 10 million a month of an account are free"
  }
}

priced "cloudflare_d1_database" {
  service = "D1"
  sources = ["https://developers.cloudflare.com/d1/platform/pricing/"]

  usage "monthly_rows_read" {
    unit  = "rows"
    title = "rows read, every row that a query looks at"
  }
  usage "monthly_rows_written" {
    unit  = "rows"
    title = "rows written"
  }

  component "rows_read" {
    sku      = "cloudflare/d1/rows_read"
    unit     = "rows"
    region   = "global"
    quantity = usage.monthly_rows_read
    note     = "the account's plan has 25 billion in it"
  }
  component "rows_written" {
    sku      = "cloudflare/d1/rows_written"
    unit     = "rows"
    region   = "global"
    quantity = usage.monthly_rows_written
    note     = "the account's plan has 50 million in it"
  }
}

priced "cloudflare_workers_kv_namespace" {
  service = "Workers KV"
  sources = ["https://developers.cloudflare.com/kv/platform/pricing/"]

  usage "monthly_reads" {
    unit  = "operations"
    title = "keys read"
    flow  = "reads"
  }
  usage "monthly_writes" {
    unit  = "operations"
    title = "keys written"
    flow  = "writes"
  }

  component "reads" {
    sku      = "cloudflare/kv/reads"
    unit     = "operations"
    region   = "global"
    quantity = usage.monthly_reads
    note     = "the account's plan has 10 million in it"
  }
  component "writes" {
    sku      = "cloudflare/kv/writes"
    unit     = "operations"
    region   = "global"
    quantity = usage.monthly_writes
    note     = "the account's plan has a million in it"
  }
}

priced "cloudflare_queue" {
  service = "Queues"
  sources = ["https://developers.cloudflare.com/queues/platform/pricing/"]

  usage "monthly_messages" {
    unit  = "messages"
    title = "messages of up to 64 KB"
    flow  = "messages"
  }

  component "operations" {
    sku      = "cloudflare/queues/operations"
    unit     = "operations"
    region   = "global"
    quantity = 3 * usage.monthly_messages
    note     = "a message is written, read and deleted; the account's plan has a million operations in it"
  }
}

free "cloudflare_record" {}
free "cloudflare_dns_record" {}
free "cloudflare_workers_route" {}
free "cloudflare_worker_route" {}
free "cloudflare_workers_cron_trigger" {}
free "cloudflare_worker_cron_trigger" {}
free "cloudflare_workers_kv" {
  billed_in = "cloudflare_workers_kv_namespace"
}
