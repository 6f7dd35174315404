priced "aws_kms_key" {
  service = "KMS"
  sources = ["https://aws.amazon.com/kms/pricing/"]

  let {
    spec      = default(default(self.customer_master_key_spec, self.key_spec), "SYMMETRIC_DEFAULT")
    symmetric = let.spec == "SYMMETRIC_DEFAULT" || startswith(let.spec, "HMAC_")
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "uses of the key"
  }

  component "key" {
    sku      = "aws/kms/key"
    unit     = "key-months"
    quantity = 1
    note     = "each of the first two rotations adds one more dollar"
  }

  component "requests" {
    sku      = let.symmetric ? "aws/kms/requests" : "aws/kms/requests.asymmetric"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

priced "aws_kms_replica_key" {
  service = "KMS"
  sources = ["https://aws.amazon.com/kms/pricing/"]

  let {
    # A replica is of the kind of the key that it copies.
    primary   = refs("aws_kms_key", "primary_key_arn")[0]
    spec      = default(default(let.primary.customer_master_key_spec, let.primary.key_spec), "SYMMETRIC_DEFAULT")
    symmetric = let.spec == "SYMMETRIC_DEFAULT" || startswith(let.spec, "HMAC_")
  }

  usage "monthly_requests" {
    unit  = "requests"
    title = "uses of the key"
  }

  component "key" {
    sku      = "aws/kms/key"
    unit     = "key-months"
    quantity = 1
  }

  component "requests" {
    sku      = let.symmetric ? "aws/kms/requests" : "aws/kms/requests.asymmetric"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

priced "aws_kms_external_key" "aws_kms_replica_external_key" {
  service = "KMS"
  sources = ["https://aws.amazon.com/kms/pricing/"]

  usage "monthly_requests" {
    unit  = "requests"
    title = "uses of the key"
  }

  component "key" {
    sku      = "aws/kms/key"
    unit     = "key-months"
    quantity = 1
  }

  component "requests" {
    sku      = "aws/kms/requests"
    unit     = "requests"
    quantity = usage.monthly_requests
  }
}

free "aws_kms_alias" {}
free "aws_kms_ciphertext" {}
free "aws_kms_custom_key_store" {}
free "aws_kms_grant" {}
free "aws_kms_key_policy" {}
