import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, BucketProps, IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Deployment, named } from '../deployment';
import { createLogGroup } from './log-group';
import { acknowledgeNag, skipCheckov } from './suppressions';

const SECURE: BucketProps = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** `dinex-prod-trail`, by which the key knows the trail. */
export const trailName = (deployment: Deployment): string => named(deployment, 'trail');

/** Who did what in the account: every region, validated, under our key. */
export function createAuditTrail(scope: Construct, deployment: Deployment, key: IKey): Trail {
  const accessLogs = new Bucket(scope, 'TrailAccessLogs', {
    ...SECURE,
    // S3 cannot write access logs under a KMS key.
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
  });
  skipCheckov(accessLogs, { CKV_AWS_18: 'It holds access logs; logging its own access would never end.' });
  acknowledgeNag(accessLogs, { 'AwsSolutions-S1': 'It holds access logs; logging its own access would never end.' });
  const bucket = new Bucket(scope, 'TrailBucket', {
    ...SECURE,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    // With a bucket key CloudTrail would have to decrypt too, and makes no trail where it may not.
    bucketKeyEnabled: false,
    serverAccessLogsBucket: accessLogs as IBucket,
    lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
  });
  letTrailWrite(bucket, deployment);
  const trail = new Trail(scope, 'Trail', {
    trailName: trailName(deployment),
    // By name: to a bucket that CDK can change it would add statements that any account's trail could use.
    bucket: Bucket.fromBucketName(scope, 'TrailBucketByName', bucket.bucketName),
    encryptionKey: key,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableFileValidation: true,
    sendToCloudWatchLogs: true,
    cloudWatchLogGroup: createLogGroup(scope, 'TrailLogs', {
      deployment,
      name: `/aws/cloudtrail/${trailName(deployment)}`,
      key,
    }),
  });
  // CloudTrail tries the bucket when the trail is made.
  if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
  return trail;
}

/** As AWS documents the policy of a trail's bucket, for this trail alone. */
function letTrailWrite(bucket: Bucket, deployment: Deployment): void {
  const stack = Stack.of(bucket);
  const trailArn = stack.formatArn({ service: 'cloudtrail', resource: 'trail', resourceName: trailName(deployment) });
  const allow = (action: string, resource: string, more: Record<string, string> = {}): void => {
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: [action],
        resources: [resource],
        conditions: { StringEquals: { 'aws:SourceArn': trailArn, ...more } },
      }),
    );
  };
  allow('s3:GetBucketAcl', bucket.bucketArn);
  allow('s3:PutObject', bucket.arnForObjects(`AWSLogs/${stack.account}/*`), {
    's3:x-amz-acl': 'bucket-owner-full-control',
  });
}
