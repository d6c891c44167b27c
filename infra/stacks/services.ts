import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { Arrow, ArrowToHttps } from '../constructs/arrow.js';
import { BookingApi, bookingPort } from '../constructs/booking-api.js';
import { NodeService } from '../constructs/node-service.js';
import { NodeTask } from '../constructs/node-task.js';
import { metricNamespace } from '../constructs/own-metric.js';
import { postgresPort } from '../constructs/postgres.js';
import { QueueWorker } from '../constructs/queue-worker.js';
import { amqpsPort } from '../constructs/rabbitmq.js';
import {
  busSettings,
  databaseSettings,
  joinSettings,
  type CamundaConnection,
} from '../constructs/service-connections.js';
import type { Parameters } from '../parameters/parameters.js';
import type { DataStack } from './data.js';
import { repositoryName, type ImageName } from './registry.js';
import { camundaPorts } from './release.js';

/** What `ServicesStack` needs. */
export interface ServicesStackProps extends StackProps {
  readonly parameters: Readonly<Parameters>;
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly data: DataStack;
  readonly camunda: CamundaConnection;
}

const healthPort = 8_081;

/**
 * The services: booking behind a load balancer, the worker behind nothing, and the stand-in for the
 * payment provider only where the environment asks for it. Arrows: booking and worker to PostgreSQL,
 * RabbitMQ and Camunda; the stand-in to PostgreSQL and RabbitMQ.
 */
export class ServicesStack extends Stack {
  readonly api: BookingApi;
  readonly services: Readonly<Partial<Record<ImageName, NodeService>>>;
  readonly #props: ServicesStackProps;

  constructor(scope: Construct, id: string, props: ServicesStackProps) {
    super(scope, id, props);
    this.#props = props;
    const { parameters, vpc } = props;
    const { environment, booking: bookingSize, worker: workerSize } = parameters;
    const booking = this.#service('booking', bookingSize, {
      PORT: String(bookingPort),
      HOST: '0.0.0.0',
    });
    this.api = new BookingApi(this, 'Api', {
      vpc,
      service: booking,
      certificateArn: parameters.certificateArn,
      ...bookingSize,
      deploymentAlarmName: `jobwright-${environment}-deployment-booking`,
      deletionProtection: parameters.database.deletionProtection,
    });
    const worker = this.#service('worker', workerSize);
    new QueueWorker(this, 'Scaling', {
      environment,
      service: worker,
      ...workerSize,
      deploymentAlarmName: `jobwright-${environment}-deployment-worker`,
    });
    this.services = {
      booking,
      worker,
      ...(parameters.paymentsStandIn
        ? { payments: this.#service('payments', { cpu: 256, memoryMiB: 512, least: 1 }) }
        : {}),
    };
    new CfnOutput(this, 'LoadBalancerName', { value: this.api.loadBalancer.loadBalancerDnsName });
  }

  #service(
    name: ImageName,
    size: { readonly cpu: number; readonly memoryMiB: number; readonly least: number },
    environment: Readonly<Record<string, string>> = {},
  ): NodeService {
    const { parameters, vpc, cluster, data, camunda } = this.#props;
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    const task = new NodeTask(this, `${title}Task`, {
      family: `jobwright-${parameters.environment}-${name}`,
      repositoryName: repositoryName(parameters.environment, name),
      digest: parameters.images[name],
      cpu: size.cpu,
      memoryMiB: size.memoryMiB,
      settings: joinSettings(
        databaseSettings(data.postgres.address, data.databaseUsers[name]),
        busSettings(data.rabbitMq.url, data.rabbitMq.secret),
        ...(name === 'payments' ? [] : [camunda]),
        {
          environment: {
            // The migration task has done it, and the services' users may not.
            MIGRATE: 'false',
            METRICS_NAMESPACE: metricNamespace(parameters.environment),
            ...(name === 'booking' ? {} : { HEALTH_PORT: String(healthPort) }),
            ...environment,
          },
          secrets: {},
        },
      ),
      healthPort: name === 'booking' ? bookingPort : healthPort,
      logRetention: parameters.logRetention,
    });
    if (name === 'booking') {
      task.container.addPortMappings({ containerPort: bookingPort });
    }
    const service = new NodeService(this, title, {
      name,
      vpc,
      cluster,
      task,
      tasks: size.least,
      ...(name === 'booking' ? { grace: Duration.seconds(60) } : {}),
    });
    this.#arrows(name, title, service);
    return service;
  }

  #arrows(name: ImageName, title: string, { end: from }: NodeService): void {
    const { data, camunda } = this.#props;
    new Arrow(this, `${title}ToPostgres`, { from, to: data.postgres.end, port: postgresPort });
    new Arrow(this, `${title}ToRabbitMq`, { from, to: data.rabbitMq.end, port: amqpsPort });
    new ArrowToHttps(this, `${title}ToHttps`, from);
    if (camunda.end !== undefined && name !== 'payments') {
      for (const port of camundaPorts) {
        new Arrow(this, `${title}ToCamunda${port}`, { from, to: camunda.end, port });
      }
    }
  }
}
