import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import {
  IndexSchema,
  KeySchema,
  projectionOf,
  TableId,
  tableName,
  TABLES,
  TTL_ATTRIBUTE,
  upToIndex,
} from '../../src/database/tables';
import type { Deployment } from '../deployment';
import { skipCheckov } from './suppressions';

/** A table exactly as `tables.ts` defines it, protected as the stage asks. */
export function createTable(scope: Construct, deployment: Deployment, id: TableId, key: IKey | undefined): TableV2 {
  const { stage, config } = deployment;
  const definition = upToIndex(TABLES[id], deployment.indexes);
  const warm = config.warmThroughput?.[id];
  const table = new TableV2(scope, id, {
    tableName: tableName(stage, id),
    ...keysOf(definition.key),
    globalSecondaryIndexes: Object.entries(definition.indexes).map(([indexName, schema]) => ({
      indexName,
      ...keysOf(schema),
      ...projectedBy(schema),
      ...(warm === undefined ? {} : { warmThroughput: warm }),
    })),
    timeToLiveAttribute: TTL_ATTRIBUTE,
    // A replica needs the stream as well as the relay does.
    ...(definition.stream || config.replica !== undefined ? { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
    ...(warm === undefined ? {} : { warmThroughput: warm }),
    deletionProtection: config.protectData,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.protectData },
    removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    ...replication(config.replica, key),
  });
  if (!config.protectData)
    skipCheckov(table, { CKV_AWS_165: 'This stage holds test data; recovery to a point in time is for prod.' });
  return table;
}

const keysOf = ({
  partition,
  sort,
}: KeySchema): Pick<TablePropsV2, 'partitionKey' | 'sortKey'> & {
  partitionKey: { name: string; type: AttributeType };
} => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  ...(sort === undefined ? {} : { sortKey: { name: sort, type: AttributeType.STRING } }),
});

function projectedBy(schema: IndexSchema): Pick<GlobalSecondaryIndexPropsV2, 'projectionType' | 'nonKeyAttributes'> {
  const { ProjectionType: type, NonKeyAttributes: nonKeyAttributes } = projectionOf(schema);
  return { projectionType: ProjectionType[type], ...(nonKeyAttributes === undefined ? {} : { nonKeyAttributes }) };
}

/** The replica is passive: transactions hold within one region, so only one region may write. */
function replication(
  replica: Deployment['config']['replica'],
  key: IKey | undefined,
): Pick<TablePropsV2, 'encryption' | 'replicas'> {
  if (replica === undefined) return key === undefined ? {} : { encryption: TableEncryptionV2.customerManagedKey(key) };
  const replicas = [{ region: replica.region, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }];
  if (key === undefined) return { replicas };
  if (replica.keyArn === undefined) throw new Error('A replica under our own key needs replica.keyArn');
  return { replicas, encryption: TableEncryptionV2.customerManagedKey(key, { [replica.region]: replica.keyArn }) };
}
