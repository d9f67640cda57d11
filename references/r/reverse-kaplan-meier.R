# survfit() of survival of the flipped event: at a tie the censorings, now events, come first.
function(case, data) {
  library(survival)
  curves_of(case, data, flip = TRUE)
}
