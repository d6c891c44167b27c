#!/usr/bin/env bash
# Runs one task of a release, waits for its end, and ends as it did:
#
#     infra/images/run-task.sh ENVIRONMENT Migrate|Models
set -euo pipefail
output() {
  aws cloudformation describe-stacks --stack-name "jobwright-$1" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue"
}
cluster=jobwright-$1
subnets=$(output "$1-network" ServiceSubnets)
group=$(output "$1-release" "$2SecurityGroup")
task=$(aws ecs run-task --cluster "$cluster" --launch-type FARGATE --output text \
  --task-definition "$(output "$1-release" "$2Task")" --query 'tasks[0].taskArn' \
  --network-configuration "awsvpcConfiguration={subnets=[$subnets],securityGroups=[$group],assignPublicIp=DISABLED}")
aws ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
code=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --output text \
  --query 'tasks[0].containers[0].exitCode')
printf '%s ended with %s\n' "$2" "$code"
[ "$code" = 0 ]
