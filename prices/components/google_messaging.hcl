priced "google_pubsub_topic" {
  service = "Pub/Sub"
  sources = ["https://cloud.google.com/pubsub/pricing"]

  usage "monthly_message_data_tb" {
    unit  = "TiB"
    title = "messages published"
  }

  component "publishing" {
    sku      = "google/pubsub/throughput"
    unit     = "TiB"
    quantity = usage.monthly_message_data_tb
    note     = "the first 10 GiB a month of a billing account are free"
  }
}

priced "google_pubsub_subscription" {
  service = "Pub/Sub"
  sources = ["https://cloud.google.com/pubsub/pricing"]

  let {
    export = !unset(self.bigquery_config[0]) || !unset(self.cloud_storage_config[0])
  }

  usage "monthly_message_data_tb" {
    unit  = "TiB"
    title = "messages delivered"
  }

  component "delivery" {
    sku      = let.export ? "google/pubsub/export" : "google/pubsub/throughput"
    unit     = "TiB"
    quantity = usage.monthly_message_data_tb
    note     = "the first 10 GiB a month of a billing account are free"
  }
}

priced "google_cloud_tasks_queue" {
  service = "Cloud Tasks"
  sources = ["https://cloud.google.com/tasks/pricing"]

  usage "monthly_tasks" {
    unit  = "tasks"
    title = "tasks put into the queue"
    flow  = "messages"
  }

  component "operations" {
    sku      = "google/tasks/operations"
    unit     = "operations"
    quantity = 2 * usage.monthly_tasks
    note     = "a task is put in and delivered once; the first million operations a month of a billing account are free"
  }
}

priced "google_cloud_scheduler_job" {
  service = "Cloud Scheduler"
  sources = ["https://cloud.google.com/scheduler/pricing"]

  component "job" {
    sku      = "google/scheduler/job"
    unit     = "job-months"
    quantity = 1
    note     = "three jobs of a billing account are free"
  }
}

free "google_pubsub_schema" {}
free "google_pubsub_topic_iam_*" {}
free "google_pubsub_subscription_iam_*" {}
free "google_cloud_tasks_queue_iam_*" {}
