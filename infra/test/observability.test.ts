import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { alarmIds } from '../checks/alarm-ids.js';
import { missingAlarms } from '../checks/faults.js';
import { environmentNames } from '../parameters/environment-names.js';
import { resourcesOf } from '../diagram/templates.js';
import { templatesOf } from './assemblies.js';

describe.each(environmentNames)('observability of %s', (environment) => {
  const templates = templatesOf(environment);
  const alarms = resourcesOf(templates, 'AWS::CloudWatch::Alarm').filter(({ stackName }) =>
    stackName.endsWith('-observability'),
  );

  test('has these alarms', () => {
    expect(
      alarms
        .map(({ Properties }) =>
          String(Properties.AlarmName).replace(`jobwright-${environment}-`, ''),
        )
        .sort(),
    ).toEqual(alarmIds);
  });

  test('none is missing, silent or without a runbook', () => {
    expect(missingAlarms(templates)).toEqual([]);
  });

  test('every alarm tells the topic, and links to its runbook', () => {
    for (const { Properties } of alarms) {
      const id = String(Properties.AlarmName).replace(`jobwright-${environment}-`, '');
      expect(Properties.AlarmDescription).toMatch(new RegExp(`Runbook: https://.+#alarm-${id}$`));
      expect(JSON.stringify(Properties.AlarmActions)).toContain('Alarms');
    }
  });

  test('somebody reads what the topic is told', () => {
    expect(resourcesOf(templates, 'AWS::SNS::Subscription')).toMatchObject([
      { Properties: { Protocol: 'email' } },
    ]);
  });

  test('has dashboards for the business, the processes and the platform', () => {
    const names = resourcesOf(templates, 'AWS::CloudWatch::Dashboard').map(
      ({ Properties }) => Properties.DashboardName,
    );

    expect(names.sort()).toEqual(
      ['business', 'platform', 'processes'].map((name) => `jobwright-${environment}-${name}`),
    );
  });

  test('a canary books and cancels on the test flight', () => {
    const [canary] = resourcesOf(templates, 'AWS::Synthetics::Canary');
    const { Code, RunConfig } = z
      .object({
        Code: z.object({ Script: z.string() }),
        RunConfig: z.object({ EnvironmentVariables: z.record(z.string(), z.string()) }),
      })
      .parse(canary?.Properties);

    expect(Code.Script).toContain("method: 'POST'");
    expect(Code.Script).toContain("method: 'DELETE'");
    expect(RunConfig.EnvironmentVariables).toMatchObject({
      API_ADDRESS: 'https://booking.example.com',
      FLIGHT_ID: 'JW204-TUE',
    });
  });
});

test.each(alarmIds)('the alarm %s has its runbook in docs/aws.md', (id) => {
  const text = readFileSync(new URL('../../docs/aws.md', import.meta.url), 'utf8');

  expect(text).toContain(`<a id="alarm-${id}"></a>`);
});
