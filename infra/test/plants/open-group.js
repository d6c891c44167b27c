/** A group open to the world, and a bucket that takes plain requests: to see cdk-nag find both. */
import { Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';

export default function plant(app) {
  const network = app.node.findChild('jobwright-dev-network');
  if (!(network instanceof Stack)) {
    throw new Error('there is no network');
  }
  const group = new SecurityGroup(network, 'Planted', { vpc: network.vpc });
  group.addIngressRule(Peer.anyIpv4(), Port.allTraffic());
  new Bucket(network, 'PlantedBucket');
}
