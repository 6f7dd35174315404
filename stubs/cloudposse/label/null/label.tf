stub {
  versions = ">= 0.16.0"
  about    = "https://registry.terraform.io/modules/cloudposse/label/null"
}

variable "enabled" {
  type    = bool
  default = null
}

variable "namespace" {
  type    = string
  default = null
}

variable "tenant" {
  type    = string
  default = null
}

variable "environment" {
  type    = string
  default = null
}

variable "stage" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "delimiter" {
  type    = string
  default = null
}

variable "attributes" {
  type    = list(string)
  default = []
}

variable "labels_as_tags" {
  type    = set(string)
  default = ["default"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "additional_tag_map" {
  type    = map(string)
  default = {}
}

variable "label_order" {
  type    = list(string)
  default = null
}

variable "regex_replace_chars" {
  type    = string
  default = null
}

variable "id_length_limit" {
  type    = number
  default = null
}

variable "label_key_case" {
  type    = string
  default = null
}

variable "label_value_case" {
  type    = string
  default = null
}

variable "descriptor_formats" {
  type    = any
  default = {}
}

variable "context" {
  type    = any
  default = {}
}

locals {
  # What a context may leave out.
  given = merge({
    enabled             = true
    namespace           = null
    tenant              = null
    environment         = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    additional_tag_map  = {}
    label_order         = []
    regex_replace_chars = null
    id_length_limit     = null
    label_key_case      = null
    label_value_case    = null
    descriptor_formats  = {}
    labels_as_tags      = ["unset"]
  }, var.context)

  # An input wins over the context; lists and maps are joined.
  context = {
    enabled             = var.enabled != null ? var.enabled : local.given.enabled
    namespace           = var.namespace != null ? var.namespace : local.given.namespace
    tenant              = var.tenant != null ? var.tenant : local.given.tenant
    environment         = var.environment != null ? var.environment : local.given.environment
    stage               = var.stage != null ? var.stage : local.given.stage
    name                = var.name != null ? var.name : local.given.name
    delimiter           = var.delimiter != null ? var.delimiter : local.given.delimiter
    attributes          = compact(distinct(concat(coalesce(local.given.attributes, []), coalesce(var.attributes, []))))
    tags                = merge(local.given.tags, var.tags)
    additional_tag_map  = merge(local.given.additional_tag_map, var.additional_tag_map)
    label_order         = var.label_order != null ? var.label_order : local.given.label_order
    regex_replace_chars = var.regex_replace_chars != null ? var.regex_replace_chars : local.given.regex_replace_chars
    id_length_limit     = var.id_length_limit != null ? var.id_length_limit : local.given.id_length_limit
    label_key_case      = var.label_key_case != null ? var.label_key_case : local.given.label_key_case
    label_value_case    = var.label_value_case != null ? var.label_value_case : local.given.label_value_case
    descriptor_formats  = merge(local.given.descriptor_formats, var.descriptor_formats)
    labels_as_tags      = try(contains(local.given.labels_as_tags, "unset"), true) ? var.labels_as_tags : local.given.labels_as_tags
  }

  # What stays null above falls back to these.
  enabled    = local.context.enabled
  pattern    = coalesce(local.context.regex_replace_chars, "/[^-a-zA-Z0-9]/")
  joiner     = local.context.delimiter != null ? local.context.delimiter : "-"
  order      = try(coalescelist(local.context.label_order, local.usual), local.usual)
  usual      = ["namespace", "environment", "stage", "name", "attributes"]
  limit      = local.context.id_length_limit != null ? local.context.id_length_limit : 0
  key_case   = coalesce(local.context.label_key_case, "title")
  value_case = coalesce(local.context.label_value_case, "lower")

  clean = {
    for part in ["namespace", "tenant", "environment", "stage", "name"] :
    part => replace(local.context[part] != null ? local.context[part] : "", local.pattern, "")
  }
  cased = {
    for part, text in local.clean :
    part => { none = text, title = title(lower(text)), upper = upper(text), lower = lower(text) }[local.value_case]
  }
  attributes = compact(distinct([
    for text in [for attribute in local.context.attributes : replace(attribute, local.pattern, "")] :
    { none = text, title = title(lower(text)), upper = upper(text), lower = lower(text) }[local.value_case]
  ]))

  # The name: its parts in order, cut short with a hash where a limit asks for it.
  parts   = merge(local.cased, { attributes = join(local.joiner, local.attributes) })
  id_full = join(local.joiner, [for part in local.order : local.parts[part] if local.parts[part] != ""])
  digest  = "${md5(local.id_full)}qrstuvwxyz"
  hash = replace(
    { none = local.digest, title = title(local.digest), upper = upper(local.digest), lower = lower(local.digest) }[local.value_case],
    local.pattern, ""
  )
  room  = local.limit - 5 - length(local.joiner)
  start = local.room > 0 ? "${trimsuffix(substr(local.id_full, 0, max(local.room, 0)), local.joiner)}${local.joiner}" : ""
  short = substr("${local.start}${local.hash}", 0, local.limit)
  id    = local.limit != 0 && length(local.id_full) > local.limit ? local.short : local.id_full

  # The tags: every part that is not empty, "name" being the whole name.
  tag_parts = merge(local.parts, { name = local.id })
  tag_names = contains(local.context.labels_as_tags, "default") ? keys(local.tag_parts) : tolist(local.context.labels_as_tags)
  own_tags = {
    for part in local.tag_names :
    { upper = upper(part), lower = lower(part), title = title(lower(part)) }[local.key_case] => local.tag_parts[part]
    if try(local.tag_parts[part] != "", false)
  }
  tags = merge(local.own_tags, local.context.tags)
}

output "enabled" {
  value = local.enabled
}

output "id" {
  value = local.enabled ? local.id : ""
}

output "id_full" {
  value = local.enabled ? local.id_full : ""
}

output "namespace" {
  value = local.enabled ? local.cased.namespace : ""
}

output "tenant" {
  value = local.enabled ? local.cased.tenant : ""
}

output "environment" {
  value = local.enabled ? local.cased.environment : ""
}

output "stage" {
  value = local.enabled ? local.cased.stage : ""
}

output "name" {
  value = local.enabled ? local.cased.name : ""
}

output "delimiter" {
  value = local.enabled ? local.joiner : ""
}

output "attributes" {
  value = local.enabled ? local.attributes : []
}

output "tags" {
  value = local.enabled ? local.tags : {}
}

output "additional_tag_map" {
  value = local.context.additional_tag_map
}

output "label_order" {
  value = local.order
}

output "regex_replace_chars" {
  value = local.pattern
}

output "id_length_limit" {
  value = local.limit
}

output "tags_as_list_of_maps" {
  value = [
    for key, value in local.tags :
    merge({ key = key, value = value }, local.context.additional_tag_map)
  ]
}

output "descriptors" {
  value = {
    for key, rule in local.context.descriptor_formats :
    key => format(rule.format, [for part in rule.labels : local.parts[part]]...)
  }
}

output "normalized_context" {
  value = merge(local.context, local.cased, {
    attributes          = local.attributes
    tags                = local.tags
    delimiter           = local.joiner
    label_order         = local.order
    regex_replace_chars = local.pattern
    id_length_limit     = local.limit
    label_key_case      = local.key_case
    label_value_case    = local.value_case
    labels_as_tags      = local.tag_names
  })
}

output "context" {
  value = local.context
}
