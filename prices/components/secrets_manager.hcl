priced "aws_secretsmanager_secret" {
  service = "Secrets Manager"
  sources = ["https://aws.amazon.com/secrets-manager/pricing/"]

  # A secret is read when a program starts, seldom at each request.
  usage "monthly_requests" {
    unit    = "requests"
    title   = "reads of the secret"
    low     = 100
    typical = 10000
    high    = 100000
  }

  component "secret" {
    sku      = "aws/secretsmanager/secret"
    unit     = "secret-months"
    quantity = 1
  }

  component "replicas" {
    sku      = "aws/secretsmanager/secret"
    unit     = "secret-months"
    quantity = length(default(self.replica, []))
    when     = length(default(self.replica, [])) > 0
    note     = "each copy in another region is a secret"
  }

  component "requests" {
    sku      = "aws/secretsmanager/api"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

free "aws_secretsmanager_secret_policy" {}
free "aws_secretsmanager_secret_rotation" {}
free "aws_secretsmanager_secret_version" {}
