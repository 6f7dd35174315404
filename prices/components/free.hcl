# Types that cost nothing by themselves and are near no service of these files. A label that ends in * is a beginning.

# Providers that make nothing on a bill.
free "null_resource" {}
free "random_*" {}
free "time_*" {}
free "local_*" {}
free "tls_*" {}
free "archive_*" {}
free "terraform_data" {}
free "template_*" {}
free "http" {}
free "external" {}
free "cloudinit_config" {}

# Amazon: identity, accounts and their settings.
free "aws_iam_*" {}
free "aws_default_*" {}
free "aws_acm_certificate_validation" {}
free "aws_organizations_account" {}
free "aws_organizations_organization" {}
free "aws_organizations_organizational_unit" {}
free "aws_organizations_policy" {}
free "aws_organizations_policy_attachment" {}
free "aws_ssoadmin_*" {}
free "aws_identitystore_*" {}
free "aws_servicequotas_*" {}
free "aws_resourcegroups_group" {}
free "aws_ram_*" {}
free "aws_key_pair" {}
free "aws_account_*" {}
free "aws_budgets_budget" {}
free "aws_ce_cost_allocation_tag" {}

# Amazon: the parts of a network that have no price.
free "aws_vpc" {}
free "aws_subnet" {}
free "aws_route" {}
free "aws_route_table" {}
free "aws_route_table_association" {}
free "aws_main_route_table_association" {}
free "aws_internet_gateway" {}
free "aws_egress_only_internet_gateway" {}
free "aws_security_group" {}
free "aws_security_group_rule" {}
free "aws_vpc_security_group_ingress_rule" {}
free "aws_vpc_security_group_egress_rule" {}
free "aws_network_acl" {}
free "aws_network_acl_rule" {}
free "aws_network_acl_association" {}
free "aws_vpc_dhcp_options" {}
free "aws_vpc_dhcp_options_association" {}
free "aws_vpc_ipv4_cidr_block_association" {}
free "aws_vpc_ipv6_cidr_block_association" {}
free "aws_ec2_managed_prefix_list" {}
free "aws_network_interface" {}
free "aws_placement_group" {}
free "aws_ec2_tag" {}
free "aws_vpc_peering_connection" {}
free "aws_vpc_peering_connection_accepter" {}
free "aws_vpc_peering_connection_options" {}

# Google: projects, identity and the parts of a network that have no price.
free "google_project" {}
free "google_project_service" {}
free "google_project_services" {}
free "google_project_iam_*" {}
free "google_project_organization_policy" {}
free "google_project_default_service_accounts" {}
free "google_service_account" {}
free "google_service_account_*" {}
free "google_organization_iam_*" {}
free "google_organization_policy" {}
free "google_org_policy_policy" {}
free "google_folder" {}
free "google_folder_iam_*" {}
free "google_billing_account_iam_*" {}
free "google_billing_budget" {}
free "google_tags_*" {}
free "google_iam_workload_identity_pool" {}
free "google_iam_workload_identity_pool_provider" {}
free "google_iam_workforce_pool" {}
free "google_iam_workforce_pool_provider" {}
free "google_compute_network" {}
free "google_compute_subnetwork" {}
free "google_compute_subnetwork_iam_*" {}
free "google_compute_firewall" {}
free "google_compute_router" {}
free "google_compute_router_interface" {}
free "google_compute_router_peer" {}
free "google_compute_route" {}
free "google_compute_network_peering" {}
free "google_compute_network_peering_routes_config" {}
free "google_compute_shared_vpc_host_project" {}
free "google_compute_shared_vpc_service_project" {}
free "google_compute_project_metadata" {}
free "google_compute_project_metadata_item" {}
free "google_compute_instance_iam_*" {}
free "google_compute_network_endpoint_group" {}
free "google_compute_region_network_endpoint_group" {}
free "google_service_networking_connection" {}

# Azure: groups, identity and the parts of a network that have no price.
free "azurerm_resource_group" {}
free "azurerm_resource_provider_registration" {}
free "azurerm_role_assignment" {}
free "azurerm_role_definition" {}
free "azurerm_user_assigned_identity" {}
free "azurerm_federated_identity_credential" {}
free "azurerm_management_group" {}
free "azurerm_management_group_*" {}
free "azurerm_management_lock" {}
free "azurerm_policy_definition" {}
free "azurerm_policy_set_definition" {}
free "azurerm_resource_group_policy_assignment" {}
free "azurerm_subscription_policy_assignment" {}
free "azurerm_virtual_network" {}
free "azurerm_virtual_network_dns_servers" {}
free "azurerm_subnet" {}
free "azurerm_subnet_network_security_group_association" {}
free "azurerm_subnet_route_table_association" {}
free "azurerm_network_security_group" {}
free "azurerm_network_security_rule" {}
free "azurerm_application_security_group" {}
free "azurerm_route_table" {}
free "azurerm_route" {}
free "azurerm_key_vault_access_policy" {}

# Accounts of other services.
free "azuread_*" {}
free "github_repository" {}
free "github_repository_*" {}
free "github_branch" {}
free "github_branch_*" {}
free "github_team" {}
free "github_team_*" {}
free "github_actions_secret" {}
free "github_actions_variable" {}
free "github_actions_environment_*" {}
free "github_actions_organization_secret" {}
free "github_actions_organization_variable" {}
free "github_actions_repository_permissions" {}
free "gitlab_project_variable" {}
free "gitlab_group_variable" {}
free "tfe_variable" {}
free "tfe_variable_set" {}

# What runs in a cluster is paid for with its nodes. A volume or a load balancer that it asks for is billed by the cloud all the same.
free "kubernetes_*" {
  billed_in = "the cluster"
}
free "helm_release" {
  billed_in = "the cluster"
}
free "kubectl_*" {
  billed_in = "the cluster"
}
