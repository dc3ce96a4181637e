-- Numbers of what is appended by people and by runs come from sequences: two writers never take the same one. The
-- numbers of observations and subjects do not: they are given in the order of the ledger, by its one writer.
create sequence import_run_number start with next(import_run.import_id);
create sequence judgement_number start with next(judgement.judgement_id);
create sequence hub_judgement_number start with next(hub_judgement.hub_judgement_id);
create sequence trained_model_number start with next(trained_model.training_id);
create sequence decision_number start with next(decision.decision_id);
create sequence review_number start with next(review.review_id);
create sequence delivery_number start with next(delivery.delivery_id);
create sequence learning_number start with next(learning.learning_id);
