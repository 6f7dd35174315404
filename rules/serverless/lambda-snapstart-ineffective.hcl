rule "lambda-snapstart-ineffective" {
  title     = "SnapStart where it cannot work"
  severity  = "error"
  concern   = "reliability"
  resources = ["aws_lambda_function"]

  let {
    asked = one(self.snap_start[*].apply_on) == "PublishedVersions"

    # Container images have SnapStart since July 2026, whatever runtime they are built on.
    plain = coalesce(self.package_type, "Zip") == "Zip" && self.runtime != null
    table = fact("lambda-runtimes", coalesce(self.runtime, "none"))
    never = let.plain && let.table != null && let.table.snapstart == "no"

    versionless = unchosen(self.publish, false) && length(referrers("aws_lambda_alias")) == 0

    kept = concat(
      referrers("aws_lambda_provisioned_concurrency_config"),
      flatten([
        for it in referrers("aws_lambda_alias") : referrers_of(it, "aws_lambda_provisioned_concurrency_config")
      ])
    )
  }

  case {
    when    = let.asked && let.never
    at      = "snap_start"
    message = "`${title()}` asks for SnapStart on ${self.runtime}, which does not have it, so AWS refuses the function"
    label   = "needs Java 11, Python 3.12 or .NET 8, or a later one"
    help    = "remove `snap_start`, or package the function as a container image, where every runtime may have SnapStart"

    evidence {
      at    = self.runtime
      label = "has no SnapStart as an archive"
    }
  }

  case {
    when    = let.asked && !unset(self.file_system_config, [])
    at      = "snap_start"
    message = "`${title()}` asks for SnapStart and mounts a file system, and AWS does not support the two together"
    label   = "not together with EFS"
    help    = "remove `snap_start`, or read what the function needs from S3 instead of EFS"
  }

  case {
    when    = let.asked && coalesce(one(self.ephemeral_storage[*].size), 512) > 512
    at      = "snap_start"
    message = "`${title()}` asks for SnapStart with ${one(self.ephemeral_storage[*].size)} MB in /tmp, and AWS supports it up to 512"
    label   = "not with more than 512 MB in /tmp"
    help    = "remove `snap_start`, or set `ephemeral_storage.size` to 512"

    evidence {
      at    = one(self.ephemeral_storage[*].size)
      label = "more than the 512 MB that a snapshot takes"
    }
  }

  case {
    when    = let.asked && length(let.kept) > 0
    at      = "snap_start"
    message = "`${title()}` asks for SnapStart and for provisioned concurrency, and AWS does not support the two together"
    label   = "not together with provisioned concurrency"
    help    = "keep one: provisioned concurrency where a cold start may never be seen, SnapStart where less than a second will do"

    evidence {
      at    = let.kept[0].provisioned_concurrent_executions
      label = "keeps instances ready instead"
    }
  }

  # Whoever has an alias without publishing here publishes elsewhere.
  case {
    severity = "warning"
    when     = let.asked && !let.never && let.versionless
    at       = "publish"
    message  = "`${title()}` asks for SnapStart on published versions and publishes none, so every start stays a cold one"
    label    = "publishes no version"
    help     = "set `publish = true`, and let callers name an `aws_lambda_alias` or `qualified_arn`: `$LATEST` never starts from a snapshot"

    evidence {
      at    = one(self.snap_start[*].apply_on)
      label = "for published versions only"
    }

    fix {
      set    = true
      unsafe = "callers must name the version or an alias, or they go on with cold starts"
    }
  }

  # Callers of the function itself, and not of a version or an alias.
  case {
    severity = "warning"
    when = (
      let.asked && !let.never && !let.versionless && length(triggers()) > 0 &&
      alltrue([for it in triggers() : it.qualified == null ? false : !it.qualified])
    )
    at      = "snap_start"
    message = "`${title()}` has SnapStart on published versions, and whatever calls it calls `$LATEST`, which starts cold"
    label   = "for published versions only"
    help    = "let the callers name an `aws_lambda_alias`, `qualified_arn` or `qualified_invoke_arn`"

    evidence {
      for_each = slice(triggers(), 0, min(3, length(triggers())))
      at       = each.value.at
      label    = "calls `$LATEST`"
    }
  }

  why = <<-EOT
    SnapStart keeps a snapshot of a function that has finished starting, and resumes from it instead of starting anew.
    Lambda makes the snapshot when a version is published, so a function that publishes none has none, and a caller of
    the function without a version or alias gets none. For an archive (not an image) the runtime must be Java 11,
    Python 3.12 or .NET 8, or a later one; for others Lambda answers "is not supported for SnapStart enabled
    functions". File systems, more than 512 MB in /tmp, and provisioned concurrency exclude it. In each case the
    setting reads as if cold starts were dealt with, and they are not.

    Ignore the warning about versions where a pipeline publishes them outside of this configuration; writing `publish =
    false` says so.
  EOT

  sources = [
    "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html",
    "https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-custom.html",
  ]
}
