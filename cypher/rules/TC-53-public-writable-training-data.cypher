/*
id: TC-53
title: Publicly writable data retrains a model
claim: No outsider can write training data or weights
severity: critical
because: >-
  Anyone can write the data that a model learns from, and writing it starts the training. What the model answers
  afterwards is theirs (OWASP LLM04; AIGoat's data-poisoning challenge).
legs: [anyone may write, data trains a model]
frameworks:
  owasp-llm: [LLM04]
  asi: [ASI06]
  atlas: [AML.T0020]
  attack: [T1565.001]
  nist-ai-rmf: [MEASURE 2.7, MAP 4.2]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.7.5]
of: MATCH (d:DataStore)-[:TRIGGERS|SHAPES]->() RETURN count(DISTINCT d) AS n
fix: Block public access to the store, and let one pipeline write it.
example: >-
  (i:Internet)-[:CAN_WRITE]->(d:DataStore)-[:TRIGGERS]->(w:Workload)-[:ACTS_AS]->(p:Identity {inline: [{name: 'train',
  document: {Statement: {Effect: 'Allow', Action: 'sagemaker:CreateTrainingJob', Resource: '*'}}}]})
safe: ["REMOVE p.inline"]
arrive: [R, I, X]
*/
MATCH (i:Internet)-[:CAN_WRITE|CAN_POISON]->(d)-[:TRIGGERS|SHAPES]->(x)
WHERE EXISTS { (d)-[:SHAPES]->(x) }
  OR EXISTS {
    MATCH (x)-[:ACTS_AS]->(p:Identity)
    WHERE p.inline CONTAINS 'sagemaker:CreateTrainingJob' OR p.inline CONTAINS 'bedrock:CreateModelCustomizationJob'
      OR p.inline CONTAINS 'sagemaker:UpdateEndpoint' OR EXISTS { (p)-[:CAN_INVOKE_MODEL]->() }
  }
RETURN DISTINCT d.uid AS entry, x.uid AS target, [i.uid, d.uid, x.uid] AS steps
