import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

/** Every item of a table, page by page: for audits and drills, never for a request. */
export async function* scanTable(
  client: DynamoDBDocumentClient,
  tableName: string,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
    yield* page.Items ?? [];
}
