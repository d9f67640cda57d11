# royston() of survival.
function(case, data) {
  library(survival)
  found <- royston(cox_fit(case, data))
  list(n = nrow(data), D = unname(found["D"]), stdErr = unname(found["se(D)"]), R2 = unname(found["R.D"]))
}
