# survfit() of survival, as it comes.
function(case, data) {
  library(survival)
  curves_of(case, data)
}
