# Score(metrics = "brier") of riskRegression.
function(case, data) {
  found <- scores_of(case, data, "brier")
  own <- found$of("m", "Brier")
  null <- found$of("Null model", "Brier")
  list(n = found$n, times = I(found$times), brier = I(own), stdErr = I(found$of("m", "se")), nullBrier = I(null), ipa = I(1 - own / null))
}
