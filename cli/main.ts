import { BpmnError } from 'jobwright/runtime/v1';
console.log(new BpmnError('a','b').code);
