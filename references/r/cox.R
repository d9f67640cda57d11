# coxph() of survival.
function(case, data) cox_answer(case, data)
