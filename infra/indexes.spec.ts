import { Template as Synthesized } from 'aws-cdk-lib/assertions';
import { TABLE_IDS, TableDefinition, tableName, TABLES } from '../src/database/tables';
import { createApp } from './checks/synthesize';
import { at, list, Template } from './checks/template';
import { deploymentOf } from './deployment';
import { DataStack } from './stacks/data-stack';

// A synthesis is 2 to 5 s of CPU, and CI shares its cores.
jest.setTimeout(180_000);

/** The deployed names, by number: what goes between them would rename what stands. */
const ORDERS = ['customer_index', 'status_index', 'updated_index', 'list_index'];

/** The names of each table's indexes in the template that `cdk synth -c indexes=NUMBER` writes. */
function indexesOf(number: number | undefined): Record<string, string[]> {
  const app = createApp();
  if (number !== undefined) app.node.setContext('indexes', String(number));
  const stack = new DataStack(app, deploymentOf('prod', app.node));
  const { Resources = {} } = Synthesized.fromStack(stack).toJSON() as Template;
  const tables = Object.values(Resources).filter(({ Type }) => Type === 'AWS::DynamoDB::GlobalTable');
  return Object.fromEntries(
    tables.map(({ Properties }) => [
      String(Properties?.TableName),
      list(Properties?.GlobalSecondaryIndexes).map((index) => String(at(index, 'IndexName'))),
    ]),
  );
}

describe('the indexes of a table', () => {
  const most = Math.max(...TABLE_IDS.map((id) => Object.keys(TABLES[id].indexes).length));
  const templates = Array.from({ length: most + 1 }, (_, number) => indexesOf(number));

  it('come one at a time: neighbouring templates differ by one index a table at most', () => {
    for (let number = 1; number <= most; number++)
      for (const id of TABLE_IDS) {
        const name = tableName('prod', id);
        const [before = [], after = []] = [templates[number - 1]?.[name], templates[number]?.[name]];
        const names = Object.keys((TABLES[id] as TableDefinition).indexes);
        expect(after).toEqual(names.slice(0, number));
        expect(before).toEqual(names.slice(0, number - 1));
      }
  });

  it('are all there where nothing is said', () => {
    expect(indexesOf(undefined)).toEqual(templates.at(-1));
  });

  it('keep their numbers: a new one goes to the end', () => {
    expect(Object.keys(TABLES.orders.indexes).slice(0, ORDERS.length)).toEqual(ORDERS);
  });
});
