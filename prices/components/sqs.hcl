# What queues bill: requests, each for 64 KB of payload.

priced "aws_sqs_queue" {
  service = "SQS"
  sources = ["https://aws.amazon.com/sqs/pricing/"]

  let {
    kind = self.fifo_queue == true ? "fifo" : "standard"
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "API requests to the queue, empty receives among them"
  }

  usage "monthly_messages" {
    unit  = "messages"
    title = "messages through the queue, where the number of requests is not known"
    flow  = "messages"
  }

  usage "request_size_kb" {
    unit    = "KB"
    title   = "size of a request"
    low     = 1
    typical = 4
    high    = 64
  }

  # A message is sent, received and deleted. The payload goes along with the first two.
  component "requests" {
    sku  = "aws/sqs/${let.kind}.requests"
    unit = "requests"
    quantity = known(
      usage.monthly_requests * max(1, ceil(usage.request_size_kb / 64)),
      usage.monthly_messages * (2 * max(1, ceil(usage.request_size_kb / 64)) + 1)
    )
  }
}

free "aws_sqs_queue_policy" {}
free "aws_sqs_queue_redrive_allow_policy" {}
free "aws_sqs_queue_redrive_policy" {}
