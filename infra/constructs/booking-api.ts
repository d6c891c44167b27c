import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge, skipCheckov } from './acknowledge.js';
import { Arrow, closedGroup, type ArrowEnd } from './arrow.js';
import { privateBucket } from './log-bucket.js';
import type { NodeService } from './node-service.js';

/** Port at which the booking service listens. */
export const bookingPort = 3_000;

/** What `BookingApi` needs. */
export interface BookingApiProps {
  readonly vpc: ec2.IVpc;
  readonly certificateArn: string;
  readonly service: NodeService;
  /** Bounds and target of the scaling on requests. */
  readonly least: number;
  readonly most: number;
  readonly requestsPerTarget: number;
  readonly deploymentAlarmName: string;
  readonly deletionProtection: boolean;
}

/**
 * The way in: a public load balancer that takes TLS 1.3 and 1.2 alone, sends plain requests to HTTPS,
 * and hands on to ready tasks. The service grows with the requests that each of its tasks gets, and a
 * deployment that answers with errors is rolled back.
 */
export class BookingApi extends Construct {
  readonly end: ArrowEnd;
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  readonly targets: elb.ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: BookingApiProps) {
    super(scope, id);
    this.end = closedGroup(this, 'Group', { vpc: props.vpc, name: 'Load balancer' });
    for (const port of [80, 443]) {
      this.end.securityGroup.addIngressRule(
        ec2.Peer.anyIpv4(),
        ec2.Port.tcp(port),
        `Internet to Load balancer ${port}`,
      );
    }
    acknowledge(this.end.securityGroup, {
      rule: 'AwsSolutions::AwsSolutions-EC23',
      reason: 'The API is public; port 80 does nothing but redirect to 443',
    });
    skipCheckov(this.end.securityGroup, 'CKV_AWS_260', 'Port 80 does nothing but redirect to 443');
    this.loadBalancer = this.#balancer(props);
    this.targets = this.#targets(props);
    new Arrow(this, 'LoadBalancerToBooking', {
      from: this.end,
      to: props.service.end,
      port: bookingPort,
    });
    this.#scale(props);
    this.#deploymentAlarm(props);
  }

  #balancer({ vpc, deletionProtection }: BookingApiProps): elb.ApplicationLoadBalancer {
    const balancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      internetFacing: true,
      securityGroup: this.end.securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection,
      // Below the 65 s for which the service keeps connections.
      idleTimeout: Duration.seconds(60),
    });
    balancer.logAccessLogs(privateBucket(this, 'AccessLogs', { keep: Duration.days(90) }), 'alb');
    balancer.addRedirect({ open: false });
    return balancer;
  }

  #targets({ vpc, certificateArn, service }: BookingApiProps): elb.ApplicationTargetGroup {
    const targets = new elb.ApplicationTargetGroup(this, 'Targets', {
      vpc,
      port: bookingPort,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      loadBalancingAlgorithmType:
        elb.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
      healthCheck: {
        path: '/health/ready',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
        healthyHttpCodes: '200',
      },
    });
    // Not addTargets nor attachTo...: these write rules of their own into the groups.
    const listener = new elb.CfnListener(this, 'Https', {
      loadBalancerArn: this.loadBalancer.loadBalancerArn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificates: [
        {
          certificateArn: acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
            .certificateArn,
        },
      ],
      defaultActions: [{ type: 'forward', targetGroupArn: targets.targetGroupArn }],
      listenerAttributes: [
        {
          key: 'routing.http.response.strict_transport_security.header_value',
          value: 'max-age=31536000; includeSubDomains',
        },
      ],
    });
    targets.node.addDependency(this.loadBalancer);
    service.service.node.addDependency(listener);
    service.service.attachToApplicationTargetGroup(targets);
    return targets;
  }

  #scale({ service, least, most, requestsPerTarget }: BookingApiProps): void {
    const scaling = service.service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most });
    scaling.scaleToTrackCustomMetric('Requests', {
      // Not scaleOnRequestCount: it wants a target group that listeners of its own kind lead to.
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ApplicationELB',
        metricName: 'RequestCountPerTarget',
        dimensionsMap: { TargetGroup: this.targets.targetGroupFullName },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(1),
      }),
      targetValue: requestsPerTarget,
      scaleOutCooldown: Duration.seconds(60),
      scaleInCooldown: Duration.minutes(5),
    });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  }

  #deploymentAlarm({ service, deploymentAlarmName }: BookingApiProps): void {
    const alarm = new cloudwatch.Alarm(this, 'DeploymentErrors', {
      alarmName: deploymentAlarmName,
      alarmDescription:
        'Rolls a deployment of the booking service back: its tasks answer with 5xx.',
      metric: new cloudwatch.Metric({
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensionsMap: {
          LoadBalancer: this.loadBalancer.loadBalancerFullName,
          TargetGroup: this.targets.targetGroupFullName,
        },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(1),
      }),
      threshold: 10,
      evaluationPeriods: 2,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    service.rollBackOn(alarm);
  }
}
