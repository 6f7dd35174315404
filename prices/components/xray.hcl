free "aws_xray_encryption_config" {}
free "aws_xray_group" {}
free "aws_xray_resource_policy" {}
free "aws_xray_sampling_rule" {}
