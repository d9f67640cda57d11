# Makes cox-panels-r.json: what R answers to cox-panels.test.ts (a spline of a continuous factor, scaled Schoenfeld residuals
# and their smooth), on a table of references/data.
#   Rscript packages/study/src/testing/cox-panels.R          (from the root of the repository; R 4.2.2, survival 3.5-3)
library(survival)
library(splines)

veteran <- read.csv("references/data/veteran.csv")
veteran$trt <- factor(veteran$trt)
control <- coxph.control(eps = 1e-11, toler.chol = 1e-12, iter.max = 100)
numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")

spline <- function(others, at, reference) {
  knots <- quantile(veteran$age, c(0.05, 0.35, 0.65, 0.95), type = 7)
  basis <- function(x) ns(x, knots = knots[2:3], Boundary.knots = knots[c(1, 4)])
  x <- basis(veteran$age)
  data <- veteran
  data$x <- x
  fit <- coxph(as.formula(paste("Surv(time, event) ~ x", others)), data, control = control)
  contrast <- predict(x, at) - predict(x, rep(reference, length(at)))
  b <- coef(fit)[1:3]
  v <- vcov(fit)[1:3, 1:3]
  estimate <- drop(contrast %*% b)
  se <- sqrt(diag(contrast %*% v %*% t(contrast)))
  # The curve is a straight line where the coefficients are a multiple of `line`.
  line <- qr.solve(cbind(1, basis(veteran$age)), veteran$age)[-1]
  bends <- MASS::Null(line)
  statistic <- function(c) drop(t(t(c) %*% b) %*% solve(t(c) %*% v %*% c, t(c) %*% b))
  list(knots = knots, hazardRatio = exp(estimate), lower = exp(estimate - qnorm(0.975) * se), upper = exp(estimate + qnorm(0.975) * se),
       pValue = pchisq(statistic(diag(3)), 3, lower.tail = FALSE), nonlinearity = pchisq(statistic(bends), 2, lower.tail = FALSE))
}
at <- c(40, 50, 62, 70)
alone <- spline("", at, 62)
adjusted <- spline("+ karno + trt", at, 62)

fit <- coxph(Surv(time, event) ~ karno + trt, veteran, control = control)
# In order of time, those of one time in order of rows.
times <- veteran$time[veteran$event == 1]
order <- order(times)
scaled <- residuals(fit, "scaledsch")
zph <- cox.zph(fit, transform = "km", terms = TRUE)$table
loess_at <- seq(min(times), max(times), length.out = 41)
smooth <- predict(loess(scaled[, 1] ~ as.numeric(rownames(scaled)), span = 0.75, degree = 1, surface = "direct"), loess_at)

panel <- function(x) paste0("{", paste0('"', names(x), '":', sapply(x, numbers), collapse = ",\n  "), "}")
json <- paste0('{\n"alone":', panel(alone), ',\n"adjusted":', panel(adjusted), ',\n"hazards":',
  panel(list(coefficient = coef(fit), pValue = zph[1:2, "p"], karno = scaled[, 1], trt = scaled[, 2], smooth = smooth)), "\n}")
writeLines(json, "packages/study/src/testing/cox-panels-r.json")
