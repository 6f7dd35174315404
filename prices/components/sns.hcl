# What topics bill: publishing at the topic, delivering at the subscription.

priced "aws_sns_topic" {
  service = "SNS"
  sources = ["https://aws.amazon.com/sns/pricing/"]

  let {
    fifo = self.fifo_topic == true
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "messages published to the topic"
    flow  = "messages"
  }

  usage "request_size_kb" {
    unit    = "KB"
    title   = "size of a message"
    low     = 1
    typical = 4
    high    = 64
  }

  # Subscriptions written in Terraform are resources of their own. These are for the others, of which nobody knows
  # unless a usage file says so.
  usage "http_subscriptions" {
    unit    = "subscriptions"
    title   = "HTTP subscriptions that are not in Terraform"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "email_subscriptions" {
    unit    = "subscriptions"
    title   = "email subscriptions that are not in Terraform"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "kinesis_subscriptions" {
    unit    = "subscriptions"
    title   = "Firehose subscriptions that are not in Terraform"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "mobile_push_subscriptions" {
    unit    = "subscriptions"
    title   = "mobile push subscriptions"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "macos_subscriptions" {
    unit    = "subscriptions"
    title   = "macOS push subscriptions"
    low     = 0
    typical = 0
    high    = 0
  }

  usage "sms_subscriptions" {
    unit    = "subscriptions"
    title   = "SMS subscriptions that are not in Terraform"
    low     = 0
    typical = 0
    high    = 0
  }

  component "requests" {
    sku      = "aws/sns/standard.api_requests"
    unit     = "requests"
    quantity = usage.monthly_requests * max(1, ceil(usage.request_size_kb / 64))
    when     = !let.fifo
  }

  component "fifo_requests" {
    sku      = "aws/sns/fifo.publish"
    unit     = "requests"
    quantity = usage.monthly_requests
    when     = let.fifo
  }

  component "fifo_payload" {
    sku      = "aws/sns/fifo.payload"
    unit     = "GB"
    quantity = usage.monthly_requests * usage.request_size_kb / 1048576
    when     = let.fifo
  }

  component "http_notifications" {
    sku      = "aws/sns/http_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * max(1, ceil(usage.request_size_kb / 64)) * usage.http_subscriptions
    when     = usage.http_subscriptions > 0
  }

  component "email_notifications" {
    sku      = "aws/sns/email_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * usage.email_subscriptions
    when     = usage.email_subscriptions > 0
  }

  component "firehose_notifications" {
    sku      = "aws/sns/firehose_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * usage.kinesis_subscriptions
    when     = usage.kinesis_subscriptions > 0
  }

  component "mobile_push_notifications" {
    sku      = "aws/sns/mobile_push_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * usage.mobile_push_subscriptions
    when     = usage.mobile_push_subscriptions > 0
  }

  component "macos_notifications" {
    sku      = "aws/sns/macos_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * usage.macos_subscriptions
    when     = usage.macos_subscriptions > 0
  }

  component "sms_notifications" {
    sku      = "aws/sns/sms_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * usage.sms_subscriptions
    when     = usage.sms_subscriptions > 0
  }
}

priced "aws_sns_topic_subscription" {
  service = "SNS"
  sources = ["https://aws.amazon.com/sns/pricing/"]

  let {
    topics = refs("aws_sns_topic", "topic_arn")

    # The name of a FIFO topic ends like this, and so does its ARN.
    # A topic that is not known is taken for the usual kind.
    fifo = known(length(let.topics) > 0 ? let.topics[0].fifo_topic == true : endswith(self.topic_arn, ".fifo"), false)
  }

  usage "monthly_requests" {
    unit  = "notifications"
    title = "messages delivered to the subscriber"
    flow  = "messages"
  }

  usage "request_size_kb" {
    unit    = "KB"
    title   = "size of a message"
    low     = 1
    typical = 4
    high    = 64
  }

  # Queues and functions behind a standard topic get their messages for nothing.
  component "fifo_deliveries" {
    sku      = "aws/sns/fifo.delivery"
    unit     = "notifications"
    quantity = usage.monthly_requests
    when     = let.fifo
  }

  component "fifo_delivered_payload" {
    sku      = "aws/sns/fifo.delivery_payload"
    unit     = "GB"
    quantity = usage.monthly_requests * usage.request_size_kb / 1048576
    when     = let.fifo
  }

  component "http_notifications" {
    sku      = "aws/sns/http_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests * max(1, ceil(usage.request_size_kb / 64))
    when     = contains(["http", "https"], self.protocol)
  }

  component "email_notifications" {
    sku      = "aws/sns/email_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests
    when     = contains(["email", "email-json"], self.protocol)
  }

  component "firehose_notifications" {
    sku      = "aws/sns/firehose_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests
    when     = self.protocol == "firehose"
  }

  component "mobile_push_notifications" {
    sku      = "aws/sns/mobile_push_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests
    when     = self.protocol == "application"
  }

  component "sms_notifications" {
    sku      = "aws/sns/sms_notifications"
    unit     = "notifications"
    quantity = usage.monthly_requests
    when     = self.protocol == "sms"
  }
}

free "aws_sns_platform_application" {}
free "aws_sns_sms_preferences" {}
free "aws_sns_topic_policy" {}
