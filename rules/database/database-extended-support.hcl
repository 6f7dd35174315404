rule "database-extended-support" {
  title    = "Database version that is past its standard support"
  concern  = "cost"
  severity = "warning"

  let {
    # Of PostgreSQL the first number is the version, of MySQL the first two are.
    version  = self.engine_version
    parts    = split(".", let.version)
    postgres = contains(["postgres", "aurora-postgresql"], self.engine)
    major    = let.postgres ? let.parts[0] : join(".", slice(let.parts, 0, min(2, length(let.parts))))
    platform = {
      postgres = "rds-postgres", mysql = "rds-mysql", aurora-postgresql = "aurora-postgresql",
      aurora-mysql = "aurora-mysql"
    }
    product = {
      postgres = "PostgreSQL", mysql = "MySQL", aurora-postgresql = "Aurora PostgreSQL", aurora-mysql = "Aurora MySQL"
    }
    name     = "${let.product[self.engine]} ${let.major}"
    support  = support(let.platform[self.engine], let.major)
    # Who declines is moved to the next version by AWS.
    declined = self.engine_lifecycle_support == "open-source-rds-extended-support-disabled"
    current = {
      postgres = "17.4", mysql = "8.4.4", aurora-postgresql = "17.4", aurora-mysql = "8.0.mysql_aurora.3.08.0"
    }
    members  = referrers("aws_rds_cluster_instance")
  }

  # What is written is not what runs where the version is left to AWS.
  case {
    resources = ["aws_db_instance"]
    when = (
      contains(["postgres", "mysql"], self.engine) &&
      !unset(self.engine_version, "") &&
      !let.declined &&
      !ignores("engine_version") &&
      let.support == "extended"
    )
    at      = "engine_version"
    message = "`${title()}` runs ${let.name}, which is past its standard support and billed for extended support"
    label   = "standard support has ended"
    help    = "upgrade to a version in standard support: a copy first (blue/green deployment), then `allow_major_version_upgrade = true`"

    evidence {
      at    = self.instance_class
      label = "billed for each vCPU of this class"
    }
    impact {
      kind     = "wastes"
      repriced = { engine_version = let.current[self.engine] }
      assumes  = "for each vCPU, the standby's too"
    }
  }

  case {
    resources = ["aws_rds_cluster"]
    when = (
      contains(["aurora-postgresql", "aurora-mysql"], self.engine) &&
      self.engine_mode != "serverless" &&
      (!known(length(let.members)) || length(let.members) > 0) &&
      !unset(self.engine_version, "") &&
      !let.declined &&
      !ignores("engine_version") &&
      let.support == "extended"
    )
    at      = "engine_version"
    message = "`${title()}` runs ${let.name}, which is past its standard support and billed for extended support"
    label   = "standard support has ended"
    help    = "upgrade to a version in standard support: a copy first (blue/green deployment), then `allow_major_version_upgrade = true`"

    evidence {
      for_each = slice(let.members, 0, min(3, length(let.members)))
      at       = each.value.address
      label    = "billed for each vCPU of `${each.value.instance_class}`"
    }
    impact {
      kind    = "wastes"
      monthly = sum(
        concat(
          [0],
          [for it in let.members : monthly_fixed(it) - monthly_fixed(it, { engine_version = let.current[self.engine] })]
        )
      )
      assumes = "for each vCPU of ${plural(length(let.members), "instance")}"
    }
  }

  why = <<-EOT
    When the standard support of a major version ends, RDS does not stop it: it enrolls the database in extended support
    and bills $0.10 for each vCPU and hour, $146 a month for the smallest database with two, twice that with a standby,
    and twice as much again from the third year on. For a small database that is more than the database.

    Ignore this rule while an upgrade is on its way. Who wants neither can decline extended support when the database is
    created (`engine_lifecycle_support`); AWS then upgrades it on its own.
  EOT

  sources = [
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-charges.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html",
  ]
}
