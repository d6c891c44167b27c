"""Deploys the synthesised stacks of one environment to moto, a simulation of AWS.

    python deploy_to_moto.py FOLDER ENVIRONMENT

It shows that exports and imports resolve and that the order of stacks holds. Resources that moto does
not know stand in as SSM parameters of the same name; what they would answer is made up. The last line is
JSON: the status of each stack, and what the simulated account then has.
"""

import json
import os
import pathlib
import sys

import boto3
from moto import mock_aws

REGION = "eu-central-1"
# In the order of their deployment; `camunda` is there only where the cluster is ours.
ORDER = ["network", "registry", "deploy", "data", "compute", "camunda", "release", "services", "observability"]
UNKNOWN = {
    "AWS::AmazonMQ::Broker",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::EFS::AccessPoint",
    "AWS::EFS::FileSystem",
    "AWS::EFS::MountTarget",
    "AWS::IAM::OIDCProvider",
    "AWS::Lambda::Function",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SecretsManager::Secret",
    "AWS::Synthetics::Canary",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
    "AWS::ServiceDiscovery::Service",
    "Custom::VpcRestrictDefaultSG",
}
# What the account is asked not to have: moto has faults of its own with these properties.
DROPPED = {
    "AWS::KMS::Key": ["Tags"],
    "AWS::RDS::DBInstance": ["DBParameterGroupName", "MonitoringRoleArn"],
}
# Attributes that moto cannot answer, by what stands in for them.
ATTRIBUTES = {
    "MasterUserSecret.SecretArn": f"arn:aws:secretsmanager:{REGION}:123456789012:secret:master-AbCdEf",
    "TargetGroupFullName": "targetgroup/made-up/0123456789abcdef",
    "LoadBalancerFullName": "app/made-up/0123456789abcdef",
    "AmqpEndpoints": "amqps://broker.example.com:5671",
}


def shim(value, stand_ins):
    """Replaces what moto cannot resolve, at any depth."""
    if isinstance(value, list):
        return [shim(each, stand_ins) for each in value]
    if isinstance(value, str) and value.startswith("arn:aws:acm:"):
        return ATTRIBUTES["certificate"]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Fn::GetAtt"}:
        target, attribute = value["Fn::GetAtt"]
        if attribute in ATTRIBUTES:
            return ATTRIBUTES[attribute]
        if target in stand_ins:
            return f"arn:aws:made-up:{REGION}:123456789012:{target}"
    if set(value) == {"Ref"} and value["Ref"] in stand_ins:
        return f"arn:aws:made-up:{REGION}:123456789012:{value['Ref']}"
    if set(value) == {"Fn::Select"} and "AmqpEndpoints" in json.dumps(value):
        return ATTRIBUTES["AmqpEndpoints"]
    return {key: shim(each, stand_ins) for key, each in value.items()}


def known_to_moto(stack, template):
    """The template with stand-ins for what moto does not know."""
    resources = template["Resources"]
    stand_ins = {
        name
        for name, each in resources.items()
        # Of listeners moto knows those of application load balancers.
        if each["Type"] in UNKNOWN or each.get("Properties", {}).get("Protocol") == "TLS"
    }
    for name, each in resources.items():
        if name in stand_ins:
            resources[name] = {
                "Type": "AWS::SSM::Parameter",
                "Properties": {"Name": f"/{stack}/{name}", "Type": "String", "Value": each["Type"]},
            }
            continue
        for dropped in DROPPED.get(each["Type"], []):
            each.get("Properties", {}).pop(dropped, None)
    template.pop("Rules", None)
    template.pop("Parameters", None)
    return shim(template, stand_ins)


def deploy(folder, environment):
    """Creates every stack in order and answers their statuses."""
    certificates = boto3.client("acm", region_name=REGION)
    ATTRIBUTES["certificate"] = certificates.request_certificate(DomainName="example.com")["CertificateArn"]
    cloudformation = boto3.client("cloudformation", region_name=REGION)
    statuses = {}
    for stack in ORDER:
        name = f"jobwright-{environment}-{stack}"
        path = pathlib.Path(folder) / f"{name}.template.json"
        if not path.exists():
            continue
        template = known_to_moto(name, json.loads(path.read_text()))
        cloudformation.create_stack(
            StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        described = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        statuses[stack] = described["StackStatus"]
    return statuses


def account():
    """What the simulated account has then."""
    ecs = boto3.client("ecs", region_name=REGION)
    services = {}
    for cluster in ecs.list_clusters()["clusterArns"]:
        arns = ecs.list_services(cluster=cluster)["serviceArns"]
        for each in ecs.describe_services(cluster=cluster, services=arns)["services"]:
            services[each["serviceName"]] = each["desiredCount"]
    databases = boto3.client("rds", region_name=REGION).describe_db_instances()["DBInstances"]
    balancers = boto3.client("elbv2", region_name=REGION).describe_load_balancers()["LoadBalancers"]
    return {
        "services": services,
        "databases": {each["DBInstanceIdentifier"]: each["MultiAZ"] for each in databases},
        "loadBalancers": sorted(each["Scheme"] for each in balancers),
    }


os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none")
with mock_aws():
    print(json.dumps({"stacks": deploy(*sys.argv[1:3]), "account": account()}))
