import type { TestEngine, TestInstance } from '../../engine/testing.js';
import { inTurn } from '../../engine/testing.js';
import type { JobAnswer, TestPath, TestPlan } from '../../generator/scaffold-tests/test-plan.js';
import { BpmnError } from '../../runtime/v1.js';

type Answerer = () => Promise<unknown>;

/** Takes a planned path on an engine, as the emitted test does, and asserts what that asserts. */
export async function takePath(
  engine: TestEngine,
  plan: TestPlan,
  path: TestPath,
): Promise<TestInstance> {
  for (const [type, output] of plan.contract) {
    engine.handle(type, () => Promise.resolve(output));
  }
  for (const [type, answers] of path.answers) {
    const [first, ...more] = answers.map((each) => answerer(each));
    if (first !== undefined) {
      engine.handle(type, inTurn(first, ...more));
    }
  }
  engine.hold(...path.held);
  for (const step of path.steps) {
    switch (step.kind) {
      case 'start':
        await engine.startInstance(plan.processId, step.variables as never);
        break;
      case 'publish':
        await engine.publishMessage({ ...step, variables: step.variables as never });
        break;
      case 'signal':
        await engine.broadcastSignal(step.name);
        break;
      case 'advance':
        await engine.advance(step.ms);
        break;
      case 'release':
        await engine.release(...step.elementIds);
        break;
    }
  }
  const instance = engine.lastInstance(plan.processId);
  instance.assertNoIncident().assertState('COMPLETED');
  path.threads.forEach((thread) => instance.assertPassed(...thread));
  return instance.assertPassedOnly(...path.only);
}

function answerer(answer: JobAnswer): Answerer {
  return answer.kind === 'complete'
    ? () => Promise.resolve(answer.output)
    : () => Promise.reject(new BpmnError(answer.code, 'as this path has it'));
}
