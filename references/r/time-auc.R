# Score(metrics = "auc") of riskRegression.
function(case, data) {
  found <- scores_of(case, data, "auc")
  list(n = found$n, times = I(found$times), auc = I(found$of("m", "AUC")), stdErr = I(found$of("m", "se")))
}
