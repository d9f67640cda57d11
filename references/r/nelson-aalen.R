# survfit() of survival with the hazard's and the curve's type.
function(case, data) {
  library(survival)
  curves_of(case, data, list(stype = case$options$stype %or% 2, ctype = case$options$ctype %or% 1))
}
