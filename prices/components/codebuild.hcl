priced "aws_codebuild_project" {
  service = "CodeBuild"
  sources = ["https://aws.amazon.com/codebuild/pricing/"]

  let {
    machine = self.environment[0]
    systems = { LINUX_CONTAINER = "linux", ARM_CONTAINER = "arm", LINUX_GPU_CONTAINER = "gpu" }
    system  = lookup(let.systems, let.machine.type, lower(let.machine.type))
    size    = lower(trimprefix(let.machine.compute_type, "BUILD_GENERAL1_"))
  }

  usage "monthly_build_mins" {
    unit  = "minutes"
    title = "minutes of builds, each rounded up"
  }

  component "builds" {
    sku      = "aws/codebuild/${let.system}.${let.size}"
    unit     = "minutes"
    quantity = usage.monthly_build_mins
  }
}

free "aws_codebuild_report_group" {}
free "aws_codebuild_resource_policy" {}
free "aws_codebuild_source_credential" {}
free "aws_codebuild_webhook" {}
