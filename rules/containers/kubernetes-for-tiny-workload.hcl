rule "kubernetes-for-tiny-workload" {
  title    = "Kubernetes cluster for very little work"
  severity = "warning"
  concern  = "cost"

  # Without a workload that is known, all that is known is that the nodes are few.
  strict = length(let.named) == 0

  params {
    vcpu      = 8
    workloads = 5
  }

  let {
    rehearsal = contains(["dev", "test", "staging"], coalesce(stage(), "prod"))

    # What every cluster needs before it does anything for anybody is no work of its own.
    services = join("|", [
      "autoscal", "metric", "ingress", "cert.manager", "external.(dns|secret)", "prometheus", "grafana", "istio",
      "linkerd", "datadog", "balancer", "secrets", "vault", "fluent", "loki", "velero", "keda", "monitoring",
      "newrelic", "traefik", "nginx", "reloader", "gatekeeper", "kyverno", "operator", "promtail", "thanos",
      "dashboard", "argo", "flux",
      "(^|[^a-z])(alb|cni|csi|dns|otel|tempo)([^a-z]|$)",
    ])
    # A release is known by its chart, whatever it is called here.
    work = [
      for it in workloads() : it
      if length(regexall("(?i)${let.services}", join(" ", concat([it.address], it.type != "helm_release" ? [] : [
        for text in [resource(it).chart, resource(it).name] : coalesce(text, "-") if known(text)
      ])))) == 0
    ]
    named = [for it in let.work : it if it.certain]
    shown = slice(let.work, 0, min(3, length(let.work)))

    # What brings more work or more nodes than this configuration shows.
    charts = concat(
      [for it in all("helm_release") : "${it.address} ${coalesce(it.chart, "-")}"],
      [for it in concat(all("kubectl_manifest"), all("kubernetes_manifest"), all("flux_bootstrap_git")) : it.address],
    )
    delivery = [for it in let.charts : it if length(regexall("(?i)argo|flux", it)) > 0]

    # How many subnets there are is seldom known, and asked only for a tag that would be on them.
    subnets   = known(length(all("aws_subnet"))) ? all("aws_subnet") : []
    firewalls = known(length(all("aws_security_group"))) ? all("aws_security_group") : []
    keys      = [for it in concat(let.subnets, let.firewalls) : it.tags == null ? [] : keys(it.tags)]
    tagged    = [for it in let.keys : it if known(it)]
    addresses = [
      for it in concat(
        all("helm_release"), all("aws_iam_role"), all("aws_sqs_queue"), all("aws_eks_pod_identity_association"),
        all("kubectl_manifest"), all("kubernetes_manifest"), all("aws_eks_fargate_profile"), all("aws_eks_node_group"),
      ) : it.address
    ]
    karpenter = length(regexall("(?i)karpenter", join(" ", concat(flatten(let.tagged), let.addresses)))) > 0
  }

  # Nodes of EKS: the groups and how large they may grow.
  case {
    severity   = let.rehearsal ? "note" : "warning"
    confidence = length(let.named) > 0 ? "high" : "medium"
    resources  = ["aws_eks_cluster"]
    let {
      groups   = [for it in capacity() : resource(it) if it.type == "aws_eks_node_group"]
      profiles = [for it in capacity() : it if it.type == "aws_eks_fargate_profile"]
      nodes = [
        for it in let.groups : {
          address = it.address
          at      = it.scaling_config[0].max_size
          least   = it.scaling_config[0].min_size
          most    = it.scaling_config[0].max_size
          range = (
            it.scaling_config[0].min_size == it.scaling_config[0].max_size ? "" : "${it.scaling_config[0].min_size} to "
          )
          usual = max(it.scaling_config[0].min_size, it.scaling_config[0].desired_size)
          types = (
            length(it.instance_types[*]) > 0 ? [for type in it.instance_types : tostring(type)] :
            [coalesce(one(refs_of(it, "aws_launch_template")[*].instance_type), "t3.medium")]
          )
        }
      ]
      vcpu  = sum([for it in let.nodes : it.most * max([for type in it.types : machine(type).vcpu]...)])
      types = flatten(let.nodes[*].types)
      large = [for it in let.types : it if length(regexall("^(g|p|inf|trn|dl|vt)[0-9]", it)) > 0]

      # Groups that the cluster does not name are started by hand, with a tag that says whose they are.
      marks = [
        for it in all("aws_autoscaling_group") :
        join(" ", concat([it.address], [for tag in it.tag[*] : tag.key]))
      ]
      others  = [for it in let.marks : it if length(regexall("kubernetes.io/cluster|eks", it)) > 0]
      control = price("aws/eks/control_plane.standard") * 730
      usual   = sum(let.nodes[*].usual)
      # What an old version costs more is another rule's.
      billed  = monthly({ version = null }) + sum([for it in let.groups : monthly(it)])
      running = sum([for it in let.nodes : it.usual * 730 * price("aws/ec2/instance.${it.types[0]}")])
      counted = let.control + let.running
      floor   = known(let.billed) ? let.billed : let.counted

      requests = flow("requests")
      tasks    = let.requests == null ? 2 : max(2, ceil(let.requests * 0.058 / 788400))
      instead  = let.tasks * 730 * (0.5 * price("aws/fargate/vcpu.x86") + price("aws/fargate/memory.x86"))
    }
    when = (
      length(let.groups) > 0 && length(let.profiles) == 0 &&
      one(self.compute_config[*].enabled) != true &&
      !has_block("remote_network_config") && !has_block("outpost_config") &&
      let.vcpu <= params.vcpu && length(let.large) == 0 && length(let.work) <= params.workloads &&
      length(let.others) == 0 && length(let.delivery) == 0 && !let.karpenter &&
      let.usual > 0 && let.floor > 1.3 * let.instead
    )
    message = "`${title()}` has room for ${let.vcpu} vCPU at most, and costs ${dollars(let.floor)} a month idle"
    label   = "${dollars(let.control)} of it for the control plane alone"
    help    = "run the images on ECS with Fargate: ${let.tasks} tasks of 0.5 vCPU cost ${dollars(let.instead)} a month"

    evidence {
      for_each = let.nodes
      at       = each.value.at
      label    = "${each.value.range}${plural(each.value.most, "node")} of ${each.value.types[0]}"
    }
    evidence {
      for_each = let.shown
      at       = each.value.address
      label    = "runs on it"
    }

    impact {
      kind    = "wastes"
      monthly = let.floor - let.instead
      assumes = "${let.tasks} Fargate tasks of 0.5 vCPU and 1 GB, each enough for 13 million requests of 60 CPU-ms"
    }
  }

  # Only pods on Fargate: the control plane is what Kubernetes adds, so what runs has to be known.
  case {
    severity   = let.rehearsal ? "note" : "warning"
    confidence = length(let.named) > 0 ? "high" : "medium"
    resources  = ["aws_eks_cluster"]
    let {
      groups   = [for it in capacity() : it if it.type == "aws_eks_node_group"]
      profiles = [for it in capacity() : it if it.type == "aws_eks_fargate_profile"]
      floor    = price("aws/eks/control_plane.standard") * 730
    }
    when = (
      length(let.profiles) > 0 && length(let.groups) == 0 && one(self.compute_config[*].enabled) != true &&
      length(let.named) > 0 && length(let.work) <= 3 && length(let.delivery) == 0 && !let.karpenter
    )
    message = "`${title()}` adds ${dollars(let.floor)} a month to ${plural(length(let.work), "workload")} on Fargate"
    label   = "for the control plane; the pods are billed on top"
    help    = "run the same images as ECS services on Fargate, which bills the tasks and nothing else"

    evidence {
      for_each = let.profiles
      at       = each.value.address
      label    = "Fargate, which ECS has too"
    }
    evidence {
      for_each = let.work
      at       = each.value.address
      label    = "runs on it"
    }

    impact {
      kind    = "wastes"
      monthly = let.floor
      assumes = "the tasks cost what the pods cost"
    }
  }

  # GKE in standard mode: the pools, and the default pool where it stays.
  case {
    severity   = let.rehearsal ? "note" : "warning"
    confidence = length(let.named) > 0 ? "high" : "medium"
    resources  = ["google_container_cluster"]
    let {
      zonal       = length(regexall("-[a-z]$", coalesce(self.location, "-"))) > 0
      named_zones = length(coalesce(self.node_locations, []))
      zones       = let.zonal ? 1 + let.named_zones : self.node_locations == null ? 3 : let.named_zones
      stays       = self.remove_default_node_pool != true && !has_block("node_pool")
      first = let.stays ? [{
        address = self.address
        at      = self.initial_node_count
        most    = coalesce(self.initial_node_count, 1) * let.zones
        usual   = coalesce(self.initial_node_count, 1) * let.zones
        type    = coalesce(one(self.node_config[*].machine_type), "e2-medium")
      }] : []
      pools = [for it in capacity() : resource(it) if it.type == "google_container_node_pool"]
      more = [
        for it in let.pools : {
          address = it.address
          at      = it.autoscaling == null ? it.node_count : it.autoscaling[0].max_node_count
          most = (
            one(it.autoscaling[*].total_max_node_count) != null ? it.autoscaling[0].total_max_node_count :
            coalesce(one(it.autoscaling[*].max_node_count), it.node_count, it.initial_node_count, 1) *
            (it.node_locations == null ? let.zones : length(it.node_locations))
          )
          type = coalesce(one(it.node_config[*].machine_type), "e2-medium")
        }
      ]
      nodes    = concat(let.first, let.more)
      ordinary = "^(e2-(micro|small|medium)|[a-z][0-9][a-z]*-(standard|highcpu)-[0-9]+)$"
      plain    = [for it in let.nodes : it if length(regexall(let.ordinary, it.type)) > 0]
      vcpu = sum([
        for it in let.nodes :
        it.most * (length(regexall("-[0-9]+$", it.type)) > 0 ? tonumber(regex("[0-9]+$", it.type)) : 2)
      ])
      floor   = monthly() + sum(concat([0], [for it in let.pools : monthly(it)]))
      idle    = price("google/cloud_run/min_instance_idle.cpu")
      busy    = price("google/cloud_run/request_based.cpu")
      memory  = price("google/cloud_run/min_instance_idle.memory")
      instead = 2628000 * (0.9 * let.idle + 0.1 * let.busy + 0.5 * let.memory)
    }
    when = (
      self.enable_autopilot != true && (self.remove_default_node_pool == true || !has_block("node_pool")) &&
      length(let.nodes) > 0 && length(let.plain) == length(let.nodes) &&
      !anytrue([for it in self.cluster_autoscaling[*] : it.enabled == true]) &&
      let.vcpu <= params.vcpu && length(let.work) <= params.workloads && length(let.delivery) == 0 &&
      let.floor > 1.3 * let.instead
    )
    message = "`${title()}` has room for ${let.vcpu} vCPU at most, and costs ${dollars(let.floor)} a month idle"
    label   = "cluster and nodes run whether anybody calls or not"
    help    = "run the same images on Cloud Run, or set `enable_autopilot = true`, which bills what pods ask for"

    evidence {
      for_each = let.nodes
      at       = coalesce(each.value.at, each.value.address)
      label    = "${plural(each.value.most, "node")} of ${each.value.type} at most"
    }
    evidence {
      for_each = let.shown
      at       = each.value.address
      label    = "runs on it"
    }

    impact {
      kind    = "wastes"
      monthly = let.floor - let.instead
      assumes = "one warm Cloud Run instance of 1 vCPU, busy a tenth of the time; a credit may pay the cluster fee"
    }
  }

  # AKS: the default pool and the others.
  case {
    severity   = let.rehearsal ? "note" : "warning"
    confidence = length(let.named) > 0 ? "high" : "medium"
    resources  = ["azurerm_kubernetes_cluster"]
    let {
      # The number in a size counts processors, but in the second version of the D sizes.
      old   = { "1" = 1, "2" = 2, "3" = 4, "4" = 8, "5" = 16, "11" = 2, "12" = 4, "13" = 8, "14" = 16 }
      added = [for it in capacity() : resource(it) if it.type == "azurerm_kubernetes_cluster_node_pool"]
      pools = concat(self.default_node_pool[*], let.added)
      nodes = [
        for it in let.pools : {
          at    = it.max_count == null ? it.node_count : it.max_count
          most  = max(coalesce(it.node_count, 1), coalesce(it.max_count, 1))
          usual = max(coalesce(it.node_count, 1), coalesce(it.min_count, 1))
          size  = coalesce(it.vm_size, "-")
          vcpu = (
            length(regexall("^Standard_DS?[0-9]+_v2$", coalesce(it.vm_size, "-"))) > 0 ?
            lookup(let.old, regex("[0-9]+", coalesce(it.vm_size, "-")), 99) :
            try(tonumber(regex("^Standard_[A-Z]+([0-9]+)", coalesce(it.vm_size, "-"))[0]), 99)
          )
        }
      ]
      plain   = [for it in let.nodes : it if length(regexall("^Standard_[ABDEF]", it.size)) > 0]
      vcpu    = sum([for it in let.nodes : it.most * it.vcpu])
      extra   = [for it in capacity() : monthly(it)]
      billed  = monthly() + sum(concat([0], let.extra))
      counted = sum([for it in let.nodes : it.usual * 730 * price("azure/vm/${it.size}")])
      floor   = known(let.billed) ? let.billed : let.counted
      idle    = price("azure/container_apps/vcpu.idle")
      active  = price("azure/container_apps/vcpu.active")
      memory  = price("azure/container_apps/memory")
      instead = 2628000 * (0.9 * let.idle + 0.1 * let.active + 2 * let.memory)
    }
    when = (
      length([for it in let.added : it if it.os_type == "Windows" || it.priority == "Spot"]) == 0 &&
      length(let.nodes) > 0 && length(let.plain) == length(let.nodes) && let.vcpu <= params.vcpu &&
      !anytrue([for it in self.node_provisioning_profile[*] : it.mode == "Auto"]) &&
      length(let.work) <= params.workloads && length(let.delivery) == 0 && let.floor > 1.3 * let.instead
    )
    message = "`${title()}` has room for ${let.vcpu} vCPU at most, and costs ${dollars(let.floor)} a month idle"
    label   = "the nodes run whether anybody calls or not"
    help    = "run the same images on Azure Container Apps, which is Kubernetes without a cluster and scales to zero"

    evidence {
      for_each = let.nodes
      at       = each.value.at
      label    = "${plural(each.value.most, "node")} of ${each.value.size} at most"
    }
    evidence {
      for_each = let.shown
      at       = each.value.address
      label    = "runs on it"
    }

    impact {
      kind    = "wastes"
      monthly = let.floor - let.instead
      assumes = "two replicas of 0.5 vCPU and 1 GiB on Container Apps, busy a tenth of the time"
    }
  }

  why = <<-EOT
    A cluster costs before it does anything: EKS $73 a month for the control plane, GKE as much (a credit pays for one
    zonal cluster of a billing account), and on all of them two or three nodes that run day and night, of which the
    system pods take a good part. For a few services that together need less than one of these nodes, that floor is
    most of the bill, and it is the smaller part of the price: versions to upgrade three times a year, add-ons, network
    plug-ins and node images take somebody's hours. Platforms that run containers without a cluster take the same
    images.

    What is small is a matter of opinion, and this rule says where its line is: 8 vCPU in all nodes together, at their
    largest. It keeps quiet where nodes come without a limit (Karpenter, Auto Mode, Autopilot, node provisioning) and
    where more than five workloads or a tool that delivers them are declared. Ignore this rule for a cluster that is
    kept like larger ones elsewhere, that is there to learn, or that runs what needs Kubernetes itself: operators,
    custom resources, a service mesh. In a stage before production it is a note.
  EOT

  sources = [
    "https://aws.amazon.com/eks/pricing/",
    "https://aws.amazon.com/fargate/pricing/",
    "https://cloud.google.com/kubernetes-engine/pricing",
    "https://cloud.google.com/run/pricing",
    "https://azure.microsoft.com/pricing/details/kubernetes-service/",
    "https://learn.microsoft.com/azure/container-apps/compare-options",
  ]
}
