rule "lambda-model-inference" {
  title    = "Lambda function that loads a model while somebody waits"
  severity = "note"
  concern  = "cost"

  let {
    memory = coalesce(self.memory_size, 128)

    # Frameworks in what it is called, what it is made of and the layers below; each may be unknown for itself.
    parts = concat(
      [self.label],
      known(self.function_name) ? [coalesce(self.function_name, "none")] : [],
      known(self.image_uri) ? [coalesce(self.image_uri, "none")] : [],
      known(self.handler) ? [coalesce(self.handler, "none")] : [],
      known(self.filename) ? [coalesce(self.filename, "none")] : [],
      known(self.layers) && self.layers != null ? [for it in self.layers : it if known(it)] : [],
    )
    variables = known(self.environment) ? one(self.environment[*].variables) : null
    keys      = let.variables == null ? [] : keys(let.variables)
    framework = length(regexall(
      join("|", [
        "torch", "tensorflow", "tflite", "keras", "onnx", "hugging.?face", "transformers", "sentence.?transformer",
        "sklearn", "scikit", "xgboost", "whisper", "llama", "mistral", "stable.?diffusion", "spacy", "yolo",
        "inference", "(^|[^a-z])predict(or|ion)?([^a-z]|$)", "embedding",
      ]),
      lower(join(" ", let.parts)),
    )) > 0
    variable = [
      for it in let.keys : it
      if length(regexall(
        "^(${join("|", [
          "TORCH_HOME", "HF_HOME", "HF_HUB_CACHE", "TRANSFORMERS_CACHE", "SENTENCE_TRANSFORMERS_HOME", "TFHUB_CACHE_DIR",
          "MODEL_(PATH|DIR|FILE|BUCKET|KEY|S3_.*|CACHE.*)", "CUDA_.*", "ONNX_.*",
        ])})$",
        upper(it),
      )) > 0
    ]
    mounted = known(self.file_system_config) && length(regexall(
      "model|weights|checkpoint",
      lower(join(" ", concat(["none"], flatten(self.file_system_config[*].local_mount_path)))),
    )) > 0
    in_source = known(length(source_marks())) && length([for it in source_marks() : it if it.mark == "inference"]) > 0

    waiting = [for it in triggers() : it if it.sync == "waits" && it.kind != "aws_sfn_state_machine"]

    # The same memory all day in a task, with the processor that goes with it.
    arch = one(self.architectures[*]) == "arm64" ? "arm64" : "x86"
    gb   = let.memory / 1024
    vcpu = let.memory <= 2048 ? 0.5 : let.memory <= 8192 ? 1 : 2
    task = 730 * (let.vcpu * price("aws/fargate/vcpu.${let.arch}") + let.gb * price("aws/fargate/memory.${let.arch}"))
  }

  case {
    resources  = ["aws_lambda_function"]
    confidence = let.in_source || let.mounted ? "high" : "medium"

    # Small models in small functions are well where they are.
    when = (
      (let.memory >= 3000 || (coalesce(self.package_type, "Zip") == "Image" && let.memory >= 2048)) &&
      (let.framework || length(let.variable) > 0 || let.mounted || let.in_source) &&
      length(let.waiting) > 0
    )
    at      = "memory_size"
    message = "`${title()}` loads a model into ${let.memory} MB on every cold start, while ${let.waiting[0].by == null ? "somebody" : "`${title(let.waiting[0].by)}`"} waits for its answer"
    label   = "memory for a model, billed with every call"
  }

  evidence {
    for_each = slice(let.waiting, 0, min(2, length(let.waiting)))
    at       = each.value.at
    label    = "waits for the answer"
  }

  evidence {
    for_each = let.mounted ? ["mount"] : []
    at       = self.file_system_config
    label    = "the model is read from here"
  }

  impact {
    kind    = "wastes"
    monthly = traffic_declared() ? max(0, monthly() - let.task) : 0
    assumes = "at the declared traffic, against one Fargate task with the same memory that runs all day"
  }

  why = <<-EOT
    A model of gigabytes is read and loaded before the first answer, and again in every copy that Lambda starts: 10
    seconds and more, of which a gateway allows 29. There is no GPU, at most six vCPUs, and the memory that the model
    fills is billed for every call, also for those that wait for something else. A container loads it once.

    Nothing is wrong with calling a model that runs elsewhere, with small models, or with scoring a queue at night:
    those pass. Ignore this rule where there are so few calls that minutes of a container would cost more than all of
    them, or where provisioned concurrency holds the model in memory and its price is known.
  EOT

  help = "serve the model from a container that stays (ECS, SageMaker, with a GPU where it needs one) or a model API, and keep the function for the request"

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
    "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
    "https://aws.amazon.com/fargate/pricing/",
  ]
}
